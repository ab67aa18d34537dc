/*
 * Power is cut at every write of a recording; then the device boots, finds what was whole, and records again. Power is cut in that, too.
 *
 * Life 0 records three containers and is cut at its first_cut-th write. Life 1 recovers and records a sealed container; with second_cut it
 * is cut as well, and life 2 does the same without a cut. Between lives the device is reset.
 */
#include <string.h>

#include "kept.h"

static int record_all(void) {
    uint32_t area;
    recorder_t *recorder = &device.recorder;
    int status = recorder_boot(recorder);
    if (status == 0) status = recorder_tokens(recorder, &area);
    if (status == 0) status = recorder_masked(recorder, &area);
    if (status == 0) status = recorder_sealed(recorder, &area);
    return status;
}

static int recover_and_record(uint32_t *area) {
    const int status = recorder_boot(&device.recorder);
    return status == 0 ? recorder_sealed(&device.recorder, area) : status;
}

/* No boot has the number of one before that got far enough to use it, and so no session its id. */
static void check_boot(void) {
    const uint32_t boot = device.recorder.boot;
    CHECK(boot == 0 || boot > kept->last_boot);
    if (boot != 0) kept->last_boot = boot;
}

/* Of the container that was being written all blocks whose bytes were programmed are seen to be whole: those of the uncut recording. */
static void check_note(void) {
    if (kept->chip.whole_len == 0) return;
    const uint32_t block = kept->chip.whole_at / FLASH_BLOCK;
    if (block < AREA_FIRST_BLOCK) return;
    const uint32_t area = (block - AREA_FIRST_BLOCK) / AREA_BLOCKS;
    const uint32_t up_to = kept->chip.whole_at + kept->chip.whole_len;
    CHECK(expect_whole_chunks(&kept->chip, area, FLASH_LEN) == expect_whole_chunks(&kept->whole, area, up_to));
}

static void cut_happened(int status) {
    if (status != FLASH_OFF && status != H4_ERR_READ) fail("neither done nor cut", status);
    CHECK(kept->chip.is_off);
    kept->cuts++;
    check_boot();
    expect_note();
}

/* The next cuts; 1 if there are none. */
static int advance(uint32_t second_done) {
    const uint32_t all = kept->first_cut % SECOND_CUTS_EVERY == 0 && (SECOND_CUTS_EVERY == 1 || kept->first_torn == TORN_SOME);
    kept->life = 0;
    if (kept->second_cut == 0 && all) {
        kept->second_cut = 1;
        return 0;
    }
    if (kept->second_cut != 0 && !second_done) {
        kept->second_torn = (kept->second_torn + 1) % TORN_KINDS;
        if (kept->second_torn == 0) kept->second_cut++;
        return 0;
    }
    kept->second_cut = kept->second_torn = 0;
    kept->first_torn = (kept->first_torn + 1) % TORN_KINDS;
    if (kept->first_torn == 0) kept->first_cut++;
    return 0;
}

static int first_life(void) {
    kept->chip = kept->seed;
    kept->last_boot = 0;
    expect_clear();
    chip_power(kept->first_cut, kept->first_torn);
    const int status = record_all();
    if (status == 0) {
        /* There are no more writes than that. */
        CHECK(kept->cuts > 0 && kept->found_chunks > kept->cuts);
        return 1;
    }
    cut_happened(status);
    check_note();
    kept->life = 1;
    return 0;
}

static int later_life(void) {
    const uint32_t cut = kept->life == 1 ? kept->second_cut : 0;
    uint32_t area = AREA_NONE;
    chip_power(cut, kept->second_torn);
    const int status = recover_and_record(&area);
    CHECK(!kept->chip.misused);
    if (status != 0) {
        CHECK(cut != 0);
        cut_happened(status);
        kept->life = 2;
        return 0;
    }
    check_boot();
    expect_plays(area, SEALED_BLOCKS + 1);
    expect_found();
    return advance(cut != 0 && !kept->chip.is_off);
}

int phase_cuts(void) {
    chip = &kept->chip;
    if (kept->first_cut == 0) kept->first_cut = 1;
    kept->lives++;
    return kept->life == 0 ? first_life() : later_life();
}
