/* As much of C's library as the tests use. */
#include <stdarg.h>
#include <stdint.h>

#include "stdio.h"
#include "stdlib.h"
#include "string.h"

/* The host's: run.mjs. */
void print(int to, const char *text, size_t len);

int abs(int value)
{
    return value < 0 ? -value : value;
}

void *memcpy(void *to, const void *from, size_t len)
{
    unsigned char *t = to;
    const unsigned char *f = from;
    while (len-- > 0) {
        *t++ = *f++;
    }
    return to;
}

void *memmove(void *to, const void *from, size_t len)
{
    unsigned char *t = to;
    const unsigned char *f = from;
    if ((uintptr_t)t <= (uintptr_t)f) {
        return memcpy(to, from, len);
    }
    while (len-- > 0) {
        t[len] = f[len];
    }
    return to;
}

void *memset(void *to, int value, size_t len)
{
    unsigned char *t = to;
    while (len-- > 0) {
        *t++ = (unsigned char)value;
    }
    return to;
}

int memcmp(const void *a, const void *b, size_t len)
{
    const unsigned char *x = a;
    const unsigned char *y = b;
    for (; len > 0; len--, x++, y++) {
        if (*x != *y) {
            return *x < *y ? -1 : 1;
        }
    }
    return 0;
}

int strcmp(const char *a, const char *b)
{
    while (*a != 0 && *a == *b) {
        a++;
        b++;
    }
    return (unsigned char)*a - (unsigned char)*b;
}

size_t strlen(const char *text)
{
    size_t len = 0;
    while (text[len] != 0) {
        len++;
    }
    return len;
}

static void number(FILE *to, unsigned long value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    print((int)(intptr_t)to, digits + at, sizeof digits - at);
}

int fprintf(FILE *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    for (; *format != 0; format++) {
        if (format[0] == '%' && format[1] == 's') {
            const char *text = va_arg(arguments, const char *);
            print((int)(intptr_t)to, text, strlen(text));
            format += 1;
        } else if (format[0] == '%' && format[1] == 'd') {
            int value = va_arg(arguments, int);
            if (value < 0) {
                print((int)(intptr_t)to, "-", 1);
            }
            number(to, value < 0 ? 0UL - (unsigned long)value : (unsigned long)value);
            format += 1;
        } else if (format[0] == '%' && format[1] == 'l' && format[2] == 'u') {
            number(to, va_arg(arguments, unsigned long));
            format += 2;
        } else {
            print((int)(intptr_t)to, format, 1);
        }
    }
    va_end(arguments);
    return 0;
}
