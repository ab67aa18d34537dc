//! The vectors of sealed blocks and of audio tokens as tables of C.

use h4core::hash::Sha256;
use serde_json::Value;

use super::tables::{Tables, cases, hex, unsigned};

/// What the C interface says where the vectors say this.
fn status(result: &Value) -> &'static str {
    match result.as_str().unwrap() {
        "ok" => "H4_OK",
        "header" => "H4_ERR_SEALED_HEADER",
        "auth" => "H4_ERR_AUTH",
        "replay" => "H4_ERR_REPLAY",
        "too_old" => "H4_ERR_TOO_OLD",
        "too_far" => "H4_ERR_TOO_FAR",
        "pending" => "H4_ERR_PENDING",
        "fork" => "H4_ERR_FORK",
        other => panic!("{other}"),
    }
}

fn role(name: &Value) -> &'static str {
    match name.as_str().unwrap() {
        "initiator" => "H4_ROLE_INITIATOR",
        "responder" => "H4_ROLE_RESPONDER",
        other => panic!("{other}"),
    }
}

/// Window, jump, mode and interval.
fn rules(case: &Value) -> String {
    let mode = match case["mode"].as_str().unwrap() {
        "off" => "H4_MODE_OFF",
        "announce" => "H4_MODE_ANNOUNCE",
        "mixing" => "H4_MODE_MIXING",
        other => panic!("{other}"),
    };
    format!("{}U, {}U, {mode}, {}U", case["W"], case["J"], case["M"])
}

impl Tables {
    fn hex(&mut self, value: &Value) -> String {
        match value {
            Value::Null => "{0, 0}".to_owned(),
            value => self.bytes(&hex(value)),
        }
    }

    fn fields(&mut self, value: &Value, names: &[&str]) -> String {
        let fields: Vec<String> = names.iter().map(|name| self.hex(&value[name])).collect();
        fields.join(", ")
    }

    /// All of them.
    pub(super) fn living(&mut self) {
        self.messages();
        self.sessions();
        self.arrivals();
        self.sealed();
    }

    fn messages(&mut self) {
        let mut rows = Vec::new();
        for case in cases("living-v3.json") {
            let mut messages = Vec::new();
            for message in case["messages"].as_array().unwrap() {
                let names = ["aad", "plain", "header", "ciphertext", "transcript_after"];
                messages.push(format!("{{{}}}", self.fields(message, &names)));
            }
            let secret = self.hex(&case["secret"]);
            let count = messages.len();
            let messages = self.array("message_t", messages);
            rows.push(format!(
                "{{{secret}, {}, {messages}, {count}}}",
                role(&case["sender"])
            ));
        }
        self.table("living_t", "living", &rows);
    }

    fn sessions(&mut self) {
        let mut rows = Vec::new();
        for case in cases("living-v3-sessions.json") {
            let mut ops = Vec::new();
            for op in case["ops"].as_array().unwrap() {
                let names = [
                    "plain",
                    "aad",
                    "entropy",
                    "header",
                    "ciphertext",
                    "transcript",
                ];
                let fields = self.fields(op, &names);
                let seals = op["op"] == "seal";
                let result = if seals {
                    "H4_OK"
                } else {
                    status(&op["result"])
                };
                let number = |name| op.get(name).map_or("NONE".to_owned(), unsigned);
                ops.push(format!(
                    "{{{}, {}, {fields}, {}, {}, {result}, {}}}",
                    u8::from(seals),
                    u8::from(op["by"] == "responder"),
                    number("sealed_at"),
                    number("flip_bit"),
                    number("next")
                ));
            }
            let secret = self.hex(&case["secret"]);
            let count = ops.len();
            let ops = self.array("op_t", ops);
            rows.push(format!("{{{secret}, {}, {ops}, {count}}}", rules(&case)));
        }
        self.table("living_session_t", "living_sessions", &rows);
    }

    fn arrivals(&mut self) {
        let mut rows = Vec::new();
        for case in cases("living-v3-cases.json") {
            let mut arrivals = Vec::new();
            for arrival in case["arrivals"].as_array().unwrap() {
                let names = ["header", "ciphertext", "aad", "plain", "transcript"];
                let fields = self.fields(arrival, &names);
                arrivals.push(format!(
                    "{{{fields}, {}, {}}}",
                    status(&arrival["result"]),
                    unsigned(&arrival["next"])
                ));
            }
            let head = self.fields(&case, &["secret", "session_id"]);
            let count = arrivals.len();
            let arrivals = self.array("arrival_t", arrivals);
            rows.push(format!(
                "{{{}, {head}, {}, {}, {arrivals}, {count}}}",
                case["name"],
                role(&case["role"]),
                rules(&case)
            ));
        }
        self.table("living_case_t", "living_cases", &rows);
    }

    /// Sealed containers, with the random bytes of each block and of the end.
    fn sealed(&mut self) {
        let mut rows = Vec::new();
        for case in cases("sealed-containers.json") {
            let plain = case["blocks"].as_array().unwrap();
            let blocks: Vec<String> = plain.iter().map(|block| self.hex(block)).collect();
            let random: Vec<u8> = (0..=blocks.len() as u64)
                .flat_map(|n| Sha256::of(&n.to_be_bytes()))
                .collect();
            let random = self.bytes(&random);
            let head = self.fields(&case, &["secret", "container"]);
            let count = blocks.len();
            let blocks = self.array("bytes_t", blocks);
            rows.push(format!(
                "{{{}, {head}, {random}, {}, {blocks}, {count}}}",
                case["name"],
                unsigned(&case["interval"])
            ));
        }
        self.table("sealed_t", "sealed", &rows);
    }

    /// Tokens with a magnitude and a phase to compare; the ones that are shown of each case.
    pub(super) fn audio(&mut self) {
        let mut rows = Vec::new();
        for case in cases("audio-tokens.json") {
            let mut peaks = Vec::new();
            for token in case["tokens"].as_array().unwrap() {
                let bytes = self.hex(&token["bytes"]);
                peaks.push(format!(
                    "{{{}, {:?}, {bytes}}}",
                    unsigned(&token["frame"]),
                    token["magnitude"].as_f64().unwrap()
                ));
            }
            let count = peaks.len();
            let peaks = match count {
                0 => "0".to_owned(),
                _ => self.array("peak_t", peaks),
            };
            let pcm = self.hex(&case["pcm"]);
            rows.push(format!(
                "{{{}, {{{}, {}, {}, 0}}, {pcm}, {}U, {}U, {}U, {peaks}, {count}}}",
                case["name"],
                unsigned(&case["rate"]),
                unsigned(&case["frame_size"]),
                unsigned(&case["top_k"]),
                case["samples"],
                case["frames"],
                case["count"]
            ));
        }
        self.table("audio_t", "audio", &rows);
    }
}
