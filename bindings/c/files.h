/* What recorder, player and recover share: files by position, files that appear whole, and messages that name the place. POSIX. */
#ifndef FILES_H
#define FILES_H

#include <stddef.h>
#include <stdint.h>

#include "h4core.h"

/* Exit statuses, those of the harmony4 command. */
enum { DONE = 0, FAILED = 1, USAGE = 2, PARTLY = 3 };

/* The longest path that is taken, its NUL included. */
#define PATH_LEN 4096

/* Ends the program if the library that runs is not the one that it was compiled for. The first call of main. */
void check_library(const char *program);

/* Prints the program's name and a message as one line to standard error. Gives FAILED, to be returned. */
int complain(const char *format, ...);

/* Says why a call of the library on this file failed: state, rule, offset and chunk if the file has a fault, errno if it could
 * not be read. Gives FAILED. */
int complain_status(const char *path, h4_status_t status, const h4_fault_t *fault);

/* Writes all of it, however many calls that takes. Gives 0, or -1 with errno. */
int write_all(int fd, const void *bytes, size_t len);

/* A file that is read by position. The source holds a pointer to fd: do not move it while the source is in use. */
typedef struct {
    h4_source_t source;
    const char *path;
    int fd;
} input_t;

/* Opens a file and checks its file header. Gives DONE or FAILED; it has said why. */
int input_open(input_t *input, const char *path);

/* A file under another name, which becomes NAME once it is whole. */
typedef struct {
    const char *name;
    char part[PATH_LEN];
    int fd;
} output_t;

/* Makes the file, under its name with an ending such as .part. Neither may exist: nothing is ever overwritten. Gives DONE or
 * FAILED; it has said why. */
int output_begin(output_t *output, const char *name, const char *ending);

/* Puts the next bytes into the file. Gives DONE or FAILED; it has said why. */
int output_put(output_t *output, const void *bytes, size_t len);

/* The file is whole: puts it on the disk, and then under its name. Gives DONE or FAILED; it has said why. */
int output_finish(output_t *output);

/* Gives the file up. */
void output_discard(output_t *output);

#endif
