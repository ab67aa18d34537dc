//! Video block tokens against the known answers. SPEC.md, "Video block token".
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use h4core::token::video::{VideoTokens, frame_time_us};
use serde_json::Value;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_known_answer_is_met() {
    let file: Value = serde_json::from_str(include_str!("vectors/video-tokens.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 6);
    for case in cases {
        let number = |name: &str| u32::try_from(case[name].as_u64().unwrap()).unwrap();
        let fps = case["fps"].as_f64().unwrap();
        let tokens = VideoTokens::new(fps, number("gop"), number("blocks")).unwrap();
        assert_eq!(tokens.frame_time_us(), frame_time_us(fps).unwrap());
        let emitted: Vec<_> = tokens.map(|token| hex(&token.emit())).collect();
        let expected: Vec<_> = case["tokens"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| t.as_str().unwrap())
            .collect();
        assert_eq!(expected.len(), 61);
        assert_eq!(emitted, expected, "{fps} fps");
    }
}
