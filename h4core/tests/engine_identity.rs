//! The `compression` object of META, written and read, and what a reader pins. SPEC.md, "Engines".
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic, and its own numbers are small"
)]

use h4core::engine::{
    EngineIdentity, EnginePin, Fingerprint, MAX_EMITTED_LEN, MAX_NAME_LEN, RunLength, Store,
};
use h4core::error::Error;

fn emitted(identity: &EngineIdentity<'_>) -> String {
    let mut out = vec![0xa5; identity.emitted_len().unwrap()];
    assert_eq!(identity.emit(&mut out), Ok(out.len()));
    String::from_utf8(out).unwrap()
}

#[test]
fn compression_is_byte_for_byte_the_contract() {
    assert_eq!(
        emitted(&RunLength::IDENTITY),
        r#"{"engine":"geometric-reference","engine_id":"h4core.geometric-reference.1","fingerprint":"31577374f5d31057337f326781447830e291b6ef8056b91328b7dcbf195c6c52","deterministic":true,"identity_safe":true,"opaque":true,"sealed":true}"#
    );
    let mixed = EngineIdentity {
        family: "!",
        id: "~",
        fingerprint: None,
        deterministic: false,
        identity_safe: true,
        opaque: false,
        sealed: true,
    };
    assert_eq!(
        emitted(&mixed),
        r#"{"engine":"!","engine_id":"~","fingerprint":"unknown","deterministic":false,"identity_safe":true,"opaque":false,"sealed":true}"#
    );
}

#[test]
fn a_slice_one_byte_short_is_left_alone() {
    let len = Store::IDENTITY.emitted_len().unwrap();
    let needed = len as u64;
    for room in [0, len - 1] {
        let mut out = vec![0xa5; room];
        let short = Store::IDENTITY.emit(&mut out);
        assert_eq!(short, Err(Error::TooSmall { needed }));
        assert!(out.iter().all(|byte| *byte == 0xa5));
    }
    let mut out = vec![0xa5; len + 1];
    assert_eq!(Store::IDENTITY.emit(&mut out), Ok(len));
    assert_eq!(out[len], 0xa5);
}

#[test]
fn names_are_1_to_255_printable_characters_that_need_no_escape() {
    let longest = "~".repeat(MAX_NAME_LEN);
    let identity = EngineIdentity {
        family: &longest,
        id: &longest,
        deterministic: false,
        identity_safe: false,
        opaque: false,
        sealed: false,
        ..Store::IDENTITY
    };
    assert_eq!(identity.emitted_len(), Ok(MAX_EMITTED_LEN));
    let illegal = (0..=0x20).chain([b'"', b'\\', b'|', 0x7f]).map(char::from);
    let illegal = illegal.map(|c| format!("a{c}b"));
    for name in illegal.chain([String::new(), longest.clone() + "~", "Ø".into()]) {
        let (family, id) = (&name, &name);
        for wrong in [
            EngineIdentity {
                family,
                ..Store::IDENTITY
            },
            EngineIdentity {
                id,
                ..Store::IDENTITY
            },
        ] {
            assert_eq!(wrong.emitted_len(), Err(Error::Range), "{name:?}");
            let mut out = [0xa5; 2 * MAX_EMITTED_LEN];
            assert_eq!(wrong.emit(&mut out), Err(Error::Range), "{name:?}");
            assert_eq!(out, [0xa5; 2 * MAX_EMITTED_LEN]);
        }
    }
    let legal: String = ('!'..='~')
        .filter(|c| !['"', '\\', '|'].contains(c))
        .collect();
    let id = legal.as_str();
    assert!(
        emitted(&EngineIdentity {
            id,
            ..Store::IDENTITY
        })
        .contains(id)
    );
}

#[test]
fn another_id_and_another_fingerprint_are_refused_each_with_its_own_status() {
    let known = RunLength::IDENTITY;
    let pin = RunLength::PIN;
    assert_eq!(known.require(&pin), Ok(()));
    assert_eq!(
        known.require(&Store::PIN),
        Err(Error::EngineUnknown),
        "both differ"
    );
    for id in [
        "h4core.geometric-reference.10",
        "h4core.geometric-reference",
        "H4core.geometric-reference.1",
    ] {
        let other = EnginePin { id, ..pin };
        assert_eq!(known.require(&other), Err(Error::EngineUnknown), "{id}");
    }
    for bit in 0..256 {
        let Fingerprint(mut digest) = pin.fingerprint;
        digest[bit / 8] ^= 1 << (bit % 8);
        let fingerprint = Fingerprint(digest);
        let other = EnginePin { fingerprint, ..pin };
        assert_eq!(known.require(&other), Err(Error::EngineMismatch), "{bit}");
    }
    let fingerprint = None;
    let absent = EngineIdentity {
        fingerprint,
        ..known
    };
    assert_eq!(absent.require(&pin), Err(Error::EngineMismatch));
}

#[test]
fn the_earlier_program_is_taken_only_where_it_is_asked_for() {
    let earlier = RunLength::UNPINNED_REFERENCE;
    assert_eq!(earlier.require_unpinned_reference(), Ok(()));
    assert_eq!(earlier.require(&RunLength::PIN), Err(Error::EngineUnknown));
    let unknown = EnginePin {
        id: "unknown",
        ..RunLength::PIN
    };
    assert_eq!(earlier.require(&unknown), Err(Error::EngineMismatch));

    for pinned in [RunLength::IDENTITY, Store::IDENTITY] {
        assert_eq!(
            pinned.require_unpinned_reference(),
            Err(Error::EngineUnknown)
        );
    }
    let family = "store";
    let other = EngineIdentity { family, ..earlier };
    assert_eq!(
        other.require_unpinned_reference(),
        Err(Error::EngineUnknown)
    );
    let fingerprint = RunLength::IDENTITY.fingerprint;
    let other = EngineIdentity {
        fingerprint,
        ..earlier
    };
    assert_eq!(
        other.require_unpinned_reference(),
        Err(Error::EngineMismatch)
    );
}

#[cfg(feature = "json")]
mod read {
    use super::*;
    use h4core::engine::{Names, UNKNOWN};
    use h4core::wire::json::Object;
    use proptest::prelude::*;

    /// What a META says, with a scratch of its length.
    fn read<'n>(meta: &str, names: &'n mut Names) -> Result<Option<EngineIdentity<'n>>, Error> {
        let mut scratch = vec![0xa5; meta.len()];
        let object = Object::parse(meta.as_bytes(), &mut scratch).unwrap();
        EngineIdentity::read(&object, names, &mut scratch)
    }

    fn refusal(meta: &str) -> Option<Error> {
        read(meta, &mut EMPTY.clone()).err()
    }

    const EMPTY: Names = [[0xa5; MAX_NAME_LEN]; 2];

    #[test]
    fn meta_of_the_earlier_program_is_the_unpinned_reference() {
        let meta = r#"{"masked":false,"compression":{"engine":"geometric-reference","engine_id":"unknown","fingerprint":"unknown","deterministic":true,"identity_safe":true,"opaque":true,"sealed":true}}"#;
        let mut names = EMPTY;
        let identity = read(meta, &mut names).unwrap().unwrap();
        assert_eq!(identity, RunLength::UNPINNED_REFERENCE);
        assert!(meta.contains(&emitted(&identity)));
    }

    #[test]
    fn meta_without_compression_names_no_engine() {
        for meta in ["{}", r#"{"engine":"store","encryption":{"engine_id":"x"}}"#] {
            assert_eq!(read(meta, &mut EMPTY.clone()), Ok(None));
        }
    }

    #[test]
    fn absent_fields_are_unknown_and_undeclared_and_white_space_and_order_are_free() {
        let mut names = EMPTY;
        let identity = read("{ \"compression\" : { } }", &mut names)
            .unwrap()
            .unwrap();
        assert_eq!((identity.family, identity.id), (UNKNOWN, UNKNOWN));
        assert_eq!(identity.fingerprint, None);
        let flags = |i: EngineIdentity<'_>| [i.deterministic, i.identity_safe, i.opaque, i.sealed];
        assert_eq!(flags(identity), [false; 4]);

        let meta = format!(
            "{{\"compression\":{{ \"new\":[1], \"opaque\":true,\n\"fingerprint\":\"{}\",\"engine_id\":\"b\" ,\"engine\":\"a\"}}}}",
            "0aBF".repeat(16)
        );
        let mut names = EMPTY;
        let identity = read(&meta, &mut names).unwrap().unwrap();
        assert_eq!((identity.family, identity.id), ("a", "b"));
        let digest = [0x0a, 0xbf].repeat(16).try_into().unwrap();
        assert_eq!(identity.fingerprint, Some(Fingerprint(digest)));
        assert_eq!(flags(identity), [false, false, true, false]);
    }

    #[test]
    fn escaped_names_are_read_unescaped() {
        let meta = r#"{"compression":{"engine":"geometric\u002dreference","engine\u005fid":"h4core\u002egeometric-reference.1","fingerprint":"\u0075nknown"}}"#;
        let mut names = EMPTY;
        let identity = read(meta, &mut names).unwrap().unwrap();
        assert_eq!(identity.family, RunLength::IDENTITY.family);
        assert_eq!(identity.id, RunLength::IDENTITY.id);
        assert_eq!(identity.fingerprint, None);
        let object = Object::parse(meta.as_bytes(), &mut vec![0; meta.len()]).unwrap();
        let needed = meta.len() as u64;
        let short = EngineIdentity::read(&object, &mut names, &mut []);
        assert_eq!(short, Err(Error::TooSmall { needed }));
    }

    #[test]
    fn a_field_of_another_type_or_twice_is_an_error() {
        let wrong_names = [
            "1", "null", r#""""#, r#""a b""#, r#""a|b""#, r#""\"""#, r#""Ø""#,
        ];
        let long = format!("\"{}\"", "x".repeat(MAX_NAME_LEN + 1));
        let mut fields: Vec<String> = Vec::new();
        for field in ["engine", "engine_id"] {
            let wrong = wrong_names.iter().copied().chain([long.as_str()]);
            fields.extend(wrong.map(|value| format!("\"{field}\":{value}")));
        }
        for value in ["1", "null", r#""""#, r#""Unknown""#, r#""aa""#] {
            fields.push(format!("\"fingerprint\":{value}"));
        }
        fields.push(format!("\"fingerprint\":\"{}g\"", "a".repeat(63)));
        for field in ["deterministic", "identity_safe", "opaque", "sealed"] {
            fields.extend(["1", "null", "\"true\""].map(|value| format!("\"{field}\":{value}")));
        }
        for field in &fields {
            let meta = format!("{{\"compression\":{{{field}}}}}");
            assert_eq!(refusal(&meta), Some(Error::FieldType), "{meta}");
        }
        assert_eq!(fields.len(), 2 * 8 + 6 + 4 * 3);

        for compression in ["1", "null", "\"store\"", "[]", "true"] {
            let meta = format!("{{\"compression\":{compression}}}");
            assert_eq!(refusal(&meta), Some(Error::FieldType), "{meta}");
        }
        for field in [
            "\"engine\":\"a\"",
            "\"engine_id\":\"a\"",
            "\"fingerprint\":\"unknown\"",
            "\"sealed\":true",
        ] {
            let meta = format!("{{\"compression\":{{{field},{field}}}}}");
            assert_eq!(refusal(&meta), Some(Error::FieldTwice), "{meta}");
        }
        let meta = r#"{"compression":{},"compression":{}}"#;
        assert_eq!(refusal(meta), Some(Error::FieldTwice));
    }

    proptest! {
        #[test]
        fn what_is_emitted_reads_back(
            family in "[!#-\\[\\]-{}~]{1,255}",
            id in "[!#-\\[\\]-{}~]{1,255}",
            digest in any::<Option<[u8; 32]>>(),
            flags in any::<[bool; 4]>(),
        ) {
            let [deterministic, identity_safe, opaque, sealed] = flags;
            let identity = EngineIdentity {
                family: &family,
                id: &id,
                fingerprint: digest.map(Fingerprint),
                deterministic,
                identity_safe,
                opaque,
                sealed,
            };
            let text = emitted(&identity);
            prop_assert!(text.len() <= MAX_EMITTED_LEN);
            let meta = format!("{{\"gop\":30,\"compression\":{text}}}");
            let mut names = EMPTY;
            prop_assert_eq!(read(&meta, &mut names), Ok(Some(identity)));
        }
    }
}
