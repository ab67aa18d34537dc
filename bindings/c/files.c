/* See files.h. */
#define _POSIX_C_SOURCE 200809L
#define _FILE_OFFSET_BITS 64 /* files of more than 2 GiB on 32-bit targets too */

#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *program_name = "";

void check_library(const char *program)
{
    program_name = program;
    if (h4_abi_version() != H4_ABI_VERSION) {
        complain("compiled for h4core %s, and this is %s", H4_VERSION, h4_version());
        exit(FAILED);
    }
}

int complain(const char *format, ...)
{
    va_list arguments;
    fprintf(stderr, "%s: ", program_name);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return FAILED;
}

int complain_status(const char *path, h4_status_t status, const h4_fault_t *fault)
{
    int reason = errno;
    if (status == H4_ERR_READ)
        return complain("%s: %s", path, strerror(reason));
    if (fault == NULL || fault->status != status)
        return complain("%s: %s", path, h4_status_text(status));
    if (fault->chunk == H4_NO_CHUNK)
        return complain("%s: %s: %s at offset %" PRIu64 ": %s", path, h4_state_text(fault->state), h4_rule_name(status),
                        fault->offset, h4_status_text(status));
    return complain("%s: %s: %s at offset %" PRIu64 ", chunk %" PRIu64 ": %s", path, h4_state_text(fault->state),
                    h4_rule_name(status), fault->offset, fault->chunk, h4_status_text(status));
}

int write_all(int fd, const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len > 0) {
        ssize_t written = write(fd, at, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        at += written;
        len -= (size_t)written;
    }
    return 0;
}

/* A read function of the library: pread moves no position, so that calls do not depend on each other. */
static int64_t read_at(void *context, uint64_t offset, uint8_t *buf, size_t len)
{
    const int *fd = context;
    ssize_t read;
    if (offset > (uint64_t)INT64_MAX)
        return 0;
    do
        read = pread(*fd, buf, len, (off_t)offset);
    while (read < 0 && errno == EINTR);
    return read;
}

int input_open(input_t *input, const char *path)
{
    h4_fault_t fault;
    h4_status_t status;
    off_t len;
    memset(input, 0, sizeof *input);
    input->path = path;
    input->fd = open(path, O_RDONLY);
    if (input->fd < 0)
        return complain("%s: %s", path, strerror(errno));
    len = lseek(input->fd, 0, SEEK_END);
    if (len < 0)
        return complain("%s: cannot be read by position: %s", path, strerror(errno));
    input->source.read_at = read_at;
    input->source.context = &input->fd;
    input->source.file_len = (uint64_t)len;
    status = h4_reader_open(&input->source, &fault);
    return status == H4_OK ? DONE : complain_status(path, status, &fault);
}

/* A power cut may undo what was made or renamed until the directory is on the disk. Some file systems cannot do this. */
static void sync_directory_of(const char *name)
{
    char directory[PATH_LEN];
    const char *slash = strrchr(name, '/');
    int fd;
    if (slash == NULL)
        strcpy(directory, ".");
    else
        snprintf(directory, sizeof directory, "%.*s", (int)(slash - name + 1), name);
    fd = open(directory, O_RDONLY);
    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

int output_begin(output_t *output, const char *name, const char *ending)
{
    struct stat there;
    int len = snprintf(output->part, sizeof output->part, "%s%s", name, ending);
    if (len < 0 || (size_t)len >= sizeof output->part)
        return complain("%s: the name is too long", name);
    output->name = name;
    if (lstat(name, &there) == 0)
        return complain("%s: exists already", name);
    output->fd = open(output->part, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (output->fd < 0 && errno == EEXIST)
        return complain("%s: exists already: another program is writing it, or one was cut off there", output->part);
    if (output->fd < 0)
        return complain("%s: %s", output->part, strerror(errno));
    sync_directory_of(output->part);
    return DONE;
}

int output_put(output_t *output, const void *bytes, size_t len)
{
    return write_all(output->fd, bytes, len) == 0 ? DONE : complain("%s: %s", output->part, strerror(errno));
}

int output_finish(output_t *output)
{
    struct stat there;
    if (fsync(output->fd) != 0 || close(output->fd) != 0)
        return complain("%s: %s", output->part, strerror(errno));
    if (lstat(output->name, &there) == 0)
        return complain("%s: exists by now; the whole file is %s", output->name, output->part);
    if (rename(output->part, output->name) != 0)
        return complain("%s: %s; the whole file is %s", output->name, strerror(errno), output->part);
    sync_directory_of(output->name);
    return DONE;
}

void output_discard(output_t *output)
{
    (void)close(output->fd);
    (void)unlink(output->part);
}
