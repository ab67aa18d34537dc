/* The file as it arrives, event by event. Not part of a set: a player of files that arrive takes this in place of the reader. */
#include "probe.h"

static h4_parser_t parser;

int probe_parser(void)
{
    h4_chunk_t veri;
    h4_event_t event;
    size_t taken;
    size_t at = 0;

    DOES(1, "parser init", h4_parser_init(&parser, sizeof parser));
    do {
        size_t len = card_len - at < 512 ? card_len - at : 512;
        DOES(2, "parser push, 512 bytes at most", h4_parser_push(&parser, card + at, len, &taken, &event, NULL));
        at += taken;
    } while (event.kind != H4_EVENT_NONE);
    DOES(3, "parser finish", h4_parser_finish(&parser, &veri, NULL));
    return 0;
}
