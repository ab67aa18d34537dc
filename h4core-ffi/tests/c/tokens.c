/* Video block tokens are made, written and read. */
#include "check.h"

void test_tokens(void)
{
    h4_video_token_t token;
    uint8_t out[H4_VIDEO_TOKEN_LEN];
    uint64_t time;
    size_t i;
    subject = "tokens";
    for (i = 0; i < tokens_count; i++) {
        const tokens_t *of = &tokens[i];
        uint32_t k;
        EXPECT(H4_OK, h4_video_frame_time(of->fps, &time));
        for (k = 0; k < of->shown; k++) {
            const uint8_t *expected = of->bytes.data + k * H4_VIDEO_TOKEN_LEN;
            h4_video_token_t same;
            EXPECT(H4_OK, h4_video_token_at(of->fps, of->gop, of->blocks, k, &token));
            CHECK(token.index == k && token.pts_us == k * time && token.key == (k % of->gop == 0));
            EXPECT(H4_OK, h4_video_token_emit(&token, out, sizeof out));
            CHECK(memcmp(out, expected, sizeof out) == 0);
            EXPECT(H4_OK, h4_video_token_parse(expected, of->bytes.len - k * H4_VIDEO_TOKEN_LEN, &same));
            CHECK(memcmp(&token, &same, sizeof token) == 0);
        }
        EXPECT(H4_NONE, h4_video_token_at(of->fps, of->gop, of->blocks, of->blocks, &token));
        CHECK(token.pts_us == 0);
    }
    EXPECT(H4_ERR_RANGE, h4_video_frame_time(0, &time));
    CHECK(time == 0);
    EXPECT(H4_ERR_RANGE, h4_video_token_at(30, 0, 1, 0, &token));
    EXPECT(H4_ERR_TOO_SMALL, h4_video_token_parse(out, sizeof out - 1, &token));
    out[12] = 2;
    EXPECT(H4_ERR_RANGE, h4_video_token_parse(out, sizeof out, &token));
    token.key = 2;
    EXPECT(H4_ERR_RANGE, h4_video_token_emit(&token, out, sizeof out));
    token.key = 1;
    EXPECT(H4_ERR_TOO_SMALL, h4_video_token_emit(&token, out, sizeof out - 1));
}
