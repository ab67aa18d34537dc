//! Held to the conversions of the language.
#![allow(clippy::arithmetic_side_effects, reason = "a test may overflow")]

use super::big::Big;
use super::*;
use std::format;
use std::string::{String, ToString as _};

/// As the language reads it, of whose numbers those of JSON are a part.
#[track_caller]
fn agrees(text: &str) {
    let expected: f64 = text.parse().unwrap();
    let expected = expected.is_finite().then_some(expected.to_bits());
    assert_eq!(nearest(text).map(f64::to_bits), expected, "{text}");
}

/// Numbers that look random, the same in each run.
fn random() -> impl Iterator<Item = u64> {
    let mut state = 1_u64;
    core::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        state ^ state >> 33
    })
}

#[test]
fn the_limits_of_doubles_and_of_writing_are_read_as_the_language_does() {
    for text in [
        "0",
        "-0",
        "0.0",
        "0e999999999999999999999",
        "1",
        "-1",
        "0.1",
        "30.0",
        "29.97",
        "3e1",
        "1E+2",
        "1e-2",
        "9007199254740993",
        "9007199254740992.99999999999999999999",
        "9007199254740993.00000000000000000001",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.797693134862315807e308",
        "1.7976931348623159e308",
        "1e309",
        "1e310",
        "1e311",
        "-1e400",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.4703282292062329e-324",
        "1e-330",
        "1e-331",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "123456789012345678901234567890e-30",
    ] {
        agrees(text);
    }
    for zeros in [1, 300, 320, 400, 1100, 5000] {
        let zeros = "0".repeat(zeros);
        agrees(&format!("0.{zeros}1"));
        agrees(&format!("0.{zeros}1e{}", zeros.len()));
        agrees(&format!("1{zeros}e-{}", zeros.len()));
        agrees(&format!("1{zeros}"));
        agrees(&format!("1.{zeros}1"));
    }
    assert_eq!(nearest("1x"), None);
    assert_eq!(nearest("1e1x"), None);
}

/// The number half way between a double and the next, in all of its digits.
fn half_way(value: f64) -> String {
    let (bits, mut number) = (value.to_bits(), Big::of(0));
    let biased = (bits >> FRACTION_BITS).max(1) - 1;
    let hidden = if bits >> FRACTION_BITS == 0 {
        0
    } else {
        HIDDEN
    };
    let mantissa = ((bits % HIDDEN) | hidden) * 2 + 1;
    number.scale_and_add(1, 0);
    number.add(&Big::of(mantissa));
    // times 5 to the e over 10 to the e
    let e = 1075 - u32::try_from(biased).unwrap();
    number.scale_by_power(5, e);
    let mut digits = String::new();
    while number.bits() > 0 {
        let mut rest = 0;
        for word in number.words.iter_mut().rev() {
            let value = rest << 32 | u64::from(*word);
            (*word, rest) = (u32::try_from(value / 10).unwrap(), value % 10);
        }
        digits.insert(0, char::from(b'0' + u8::try_from(rest).unwrap()));
    }
    format!("{digits}e-{e}")
}

#[test]
fn half_way_between_two_doubles_the_last_digit_of_hundreds_decides() {
    let mut longest = 0;
    for bits in random()
        .take(200)
        .chain([1, 2, HIDDEN - 1, HIDDEN, 2 * HIDDEN - 1])
    {
        // Below 2 to the 53rd, where half way has a fraction.
        let text = half_way(f64::from_bits(bits % (1075 << 52)));
        longest = longest.max(text.find('e').unwrap());
        agrees(&text);
        let (digits, exponent) = text.split_once('e').unwrap();
        agrees(&format!("{digits}.0000000000000000000001e{exponent}"));
        agrees(&format!("{digits}.0e{exponent}"));
        let (front, last) = digits.split_at(digits.len() - 1);
        let less = last.parse::<u32>().unwrap() - 1;
        agrees(&format!("{front}{less}.99999e{exponent}"));
    }
    assert_eq!(longest, 768);
}

#[test]
fn random_decimals_are_read_and_random_doubles_written_as_the_language_does() {
    let rounds = if cfg!(miri) { 20 } else { 3000 };
    let mut numbers = random();
    for _ in 0..rounds {
        let (a, b) = (numbers.next().unwrap(), numbers.next().unwrap());
        let exponent = i64::try_from(b % 700).unwrap() - 360;
        agrees(&format!("{a}e{exponent}"));
        agrees(&format!("-{}.{a}e{exponent}", b % 1000));
        let value = f64::from_bits(a >> 1);
        for value in [
            value,
            value % 1e6,
            f64::from_bits(a & 0xfff << 52 >> 1),
            (a % 1_000_000) as f64 / 1001.0,
        ] {
            if value.is_finite() && value > 0.0 {
                let mut expected = value.to_string();
                if !expected.contains('.') {
                    expected.push_str(".0");
                }
                assert_eq!(Shortest(value).to_string(), expected);
                agrees(&expected);
            }
        }
    }
}

#[test]
fn the_largest_and_the_least_double_are_written_in_full() {
    for value in [
        f64::MAX,
        f64::MIN_POSITIVE,
        f64::from_bits(1),
        f64::from_bits(HIDDEN - 1),
        1.0,
        10.0,
        0.1,
        9.5,
        1e22,
        1e23,
    ] {
        let expected = value.to_string();
        let written = Shortest(value).to_string();
        assert_eq!(written.trim_end_matches(".0"), expected);
    }
}
