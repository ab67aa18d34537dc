/* As much of C's library as the tests use: what the host gives. */
#ifndef H4_MATH_H
#define H4_MATH_H

double sin(double x);

#endif
