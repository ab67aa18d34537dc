//! A picture of audio tokens.

use h4core::token::audio::Config;
use h4core::wire::audio_token::Repr;

use crate::error::Error;

/// Pixels at most. A longer stream has more frames to a column: 2, 4, 8 and so on.
const MAX_WIDTH: usize = 2048;
const MAX_HEIGHT: u16 = 512;

/// Columns of pixels, each the brightest of its frames.
pub(crate) struct Plot {
    /// Column by column from the left, each from the lowest frequency up.
    pixels: Vec<u8>,
    height: u16,
    /// The frequency of the highest row in tenths of a hertz.
    highest: u32,
    frames_per_column: u64,
    /// Frames in the last column.
    frames: u64,
}

impl Plot {
    pub(crate) fn new(config: &Config) -> Self {
        let bins = config.frame_size().wrapping_shr(1).saturating_add(1);
        Self {
            pixels: Vec::new(),
            height: bins.min(MAX_HEIGHT),
            highest: config.frequency(bins.saturating_sub(1)),
            frames_per_column: 1,
            // The column before the first is full.
            frames: 1,
        }
    }

    fn column_len(&self) -> usize {
        usize::from(self.height)
    }

    /// Puts the next frame to the right.
    pub(crate) fn put(&mut self, tokens: &[Repr]) {
        if self.frames == self.frames_per_column {
            if self.pixels.len() >= self.column_len().saturating_mul(MAX_WIDTH) {
                self.halve();
            }
            let len = self.pixels.len().saturating_add(self.column_len());
            self.pixels.resize(len, 0);
            self.frames = 0;
        }
        self.frames = self.frames.saturating_add(1);
        let first = self.pixels.len().saturating_sub(self.column_len());
        for token in tokens {
            let pixel = first.saturating_add(self.row(token.frequency));
            if let Some(pixel) = self.pixels.get_mut(pixel) {
                // The root of 65535 is 255.
                let brightness = u8::try_from(token.magnitude.isqrt()).unwrap_or(u8::MAX);
                *pixel = brightness.max(*pixel);
            }
        }
    }

    /// Makes one column of each two.
    fn halve(&mut self) {
        let len = self.column_len();
        let pairs = self.pixels.chunks(len.saturating_mul(2));
        let halved = pairs.flat_map(|pair| {
            let (left, right) = pair.split_at(len.min(pair.len()));
            left.iter().zip(right).map(|(left, right)| *left.max(right))
        });
        self.pixels = halved.collect();
        self.frames_per_column = self.frames_per_column.saturating_mul(2);
    }

    /// The row of a frequency, from the lowest up.
    fn row(&self, frequency: u32) -> usize {
        let rows = u64::from(self.height.saturating_sub(1));
        let highest = u64::from(self.highest);
        let row = u64::from(frequency.min(self.highest))
            .saturating_mul(rows)
            .saturating_add(highest.wrapping_shr(1))
            .checked_div(highest);
        usize::try_from(row.unwrap_or_default()).unwrap_or_default()
    }

    /// The picture as PNG, eight bits of grey a pixel. Of no frames it is one dark column.
    pub(crate) fn encode(mut self) -> Result<Vec<u8>, Error> {
        if self.pixels.is_empty() {
            self.pixels.resize(self.column_len(), 0);
        }
        let columns = self.pixels.chunks(self.column_len());
        let width = u32::try_from(columns.len()).unwrap_or(u32::MAX);
        let rows = (0..self.column_len()).rev();
        let picture: Vec<u8> = rows
            .flat_map(|row| {
                let columns = columns.clone();
                columns.map(move |column| column.get(row).copied().unwrap_or_default())
            })
            .collect();
        let fail = |error| Error::Failed(format!("the picture: {error}"));
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, u32::from(self.height));
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(fail)?;
        writer.write_image_data(&picture).map_err(fail)?;
        writer.finish().map_err(fail)?;
        Ok(file)
    }
}
