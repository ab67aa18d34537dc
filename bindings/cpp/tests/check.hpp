// What the tests of the C++ headers share.
#ifndef CHECK_HPP
#define CHECK_HPP

#include "h4core.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "vectors.h"

extern unsigned long checks;
extern const char *subject;

#define CHECK(condition)                                                                          \
    do {                                                                                          \
        if (!(condition)) {                                                                       \
            std::fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, subject, #condition);     \
            std::exit(1);                                                                         \
        }                                                                                         \
        checks++;                                                                                 \
    } while (0)

inline h4::bytes view(const bytes_t &of) { return {of.data, of.len}; }

inline bool same(h4::bytes a, h4::bytes b)
{
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

void test_crypto();
void test_sealed();
void test_audio();
void test_engines();

#endif
