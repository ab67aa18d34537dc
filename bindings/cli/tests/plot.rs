//! `tokens audio --plot`: the picture shows what sounds, when and how high.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use common::{Dir, pcm, samples};

struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    fn read(file: &[u8]) -> Self {
        let mut reader = png::Decoder::new(std::io::Cursor::new(file))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(info.color_type, png::ColorType::Grayscale);
        Self {
            width: info.width.try_into().unwrap(),
            height: info.height.try_into().unwrap(),
            pixels,
        }
    }

    /// The rows from the lowest frequency up that are lit in a column.
    fn lit(&self, column: usize) -> Vec<(usize, u8)> {
        let row = |row: usize| self.pixels[(self.height - 1 - row) * self.width + column];
        (0..self.height)
            .map(|at| (at, row(at)))
            .filter(|(_, grey)| *grey > 0)
            .collect()
    }
}

/// A square wave of this many samples a period.
fn tone(period: usize, len: usize) -> Vec<i16> {
    (0..len)
        .map(|i| if i % period < period / 2 { 9000 } else { -9000 })
        .collect()
}

#[test]
fn a_column_is_a_frame_and_a_row_a_frequency() {
    let dir = Dir::new();
    // Bin 16 of 128 in the first half, bin 32 in the second.
    let sound = [tone(16, 256 * 4), tone(8, 256 * 4)].concat();
    dir.write("in", pcm(&sound));
    dir.run_for(
        0,
        "tokens audio in --rate 16000 --frame-size 256 --top 1 -o out --plot plot",
    );
    let picture = Picture::read(&dir.read("plot"));
    assert_eq!((picture.width, picture.height), (15, 129));
    for column in 0..7 {
        assert_eq!(picture.lit(column), [(16, 255)], "{column}");
        assert_eq!(picture.lit(14 - column), [(32, 255)], "{column}");
    }
}

#[test]
fn frequencies_end_at_20_kilohertz_and_silence_and_no_frame_are_dark() {
    let dir = Dir::new();
    dir.write("in", pcm(&tone(2, 256)));
    dir.run_for(
        0,
        "tokens audio in --rate 192000 --frame-size 256 --top 1 -o out --plot plot",
    );
    assert_eq!(Picture::read(&dir.read("plot")).lit(0), [(128, 255)]);
    for len in [0, 255, 256, 1024] {
        dir.write("in", pcm(&vec![0; len]));
        dir.run_for(0, "tokens audio in --frame-size 256 -o out --plot plot");
        let picture = Picture::read(&dir.read("plot"));
        assert_eq!(picture.width, (len / 128).saturating_sub(1).max(1));
        assert!(picture.pixels.iter().all(|grey| *grey == 0));
    }
}

#[test]
fn a_long_stream_has_a_picture_of_bounded_width_and_the_same_every_time() {
    let dir = Dir::new();
    let width = |frames: usize| {
        // One loud stretch in silence.
        let mut sound = vec![0; (frames + 1) * 128];
        let at = sound.len() / 2;
        sound[at..at + 1280].copy_from_slice(&samples(1280));
        dir.write("in", pcm(&sound));
        let words = "tokens audio in --frame-size 256 --top 3 -o out --plot";
        dir.run_for(0, &format!("{words} plot"));
        dir.run_for(0, &format!("{words} again"));
        assert_eq!(dir.read("plot"), dir.read("again"));
        let picture = Picture::read(&dir.read("plot"));
        let lit: Vec<_> = (0..picture.width)
            .filter(|column| !picture.lit(*column).is_empty())
            .collect();
        let middle = picture.width * (frames / 2) / frames;
        assert!(
            lit.iter().all(|column| column.abs_diff(middle) <= 12),
            "{lit:?}"
        );
        assert!(!lit.is_empty());
        picture.width
    };
    for (frames, columns) in [(2047, 2047), (2048, 2048), (2049, 1025), (4097, 1025)] {
        // The last column may have fewer frames than the others.
        assert_eq!(width(frames), columns, "{frames}");
    }
}
