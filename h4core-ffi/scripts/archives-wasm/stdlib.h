/* As much of C's library as the tests use. */
#ifndef H4_STDLIB_H
#define H4_STDLIB_H

#include <stddef.h>

_Noreturn void exit(int status);
int abs(int value);

#endif
