//! The spectrum of a frame of real samples: the one place that names microfft.
//!
//! microfft adds, subtracts and multiplies 32-bit floats, none of it fused, with factors from a table: the same bits on
//! every target, and with its table of bit orders or without.

use microfft::Complex32;

/// The frame sizes of this build, rising. One cargo feature a size.
pub const FRAME_SIZES: &[u16] = &[
    #[cfg(feature = "audio-256")]
    256,
    #[cfg(feature = "audio-512")]
    512,
    #[cfg(feature = "audio-1024")]
    1024,
    #[cfg(feature = "audio-2048")]
    2048,
    #[cfg(feature = "audio-4096")]
    4096,
    #[cfg(feature = "audio-8192")]
    8192,
    #[cfg(feature = "audio-16384")]
    16384,
];

/// The bins 0 to N/2 of a frame of N samples. The real value of bin N/2 stands where bin 0 has its imaginary part.
pub(super) struct Spectrum<'a>(&'a [Complex32]);

impl<'a> Spectrum<'a> {
    /// Transforms `frame` in place; none where its length is not one of [`FRAME_SIZES`].
    pub(super) fn of(frame: &'a mut [f32]) -> Option<Self> {
        macro_rules! sizes {
            ($($size:literal $feature:literal $rfft:ident)*) => {
                match frame.len() {
                    $(
                        #[cfg(feature = $feature)]
                        $size => Some(microfft::real::$rfft(frame.first_chunk_mut()?).as_slice()),
                    )*
                    _ => None,
                }
            };
        }
        let bins: Option<&[Complex32]> = sizes! {
            256 "audio-256" rfft_256
            512 "audio-512" rfft_512
            1024 "audio-1024" rfft_1024
            2048 "audio-2048" rfft_2048
            4096 "audio-4096" rfft_4096
            8192 "audio-8192" rfft_8192
            16384 "audio-16384" rfft_16384
        };
        bins.map(Self)
    }

    /// Writes the square of the magnitude of every bin; `power` has N/2 + 1 slots.
    pub(super) fn power(&self, power: &mut [f32]) {
        for (power, bin) in power.iter_mut().zip(self.0) {
            *power = bin.re * bin.re + bin.im * bin.im;
        }
        if let ([zero, .., half], Some(ends)) = (power, self.0.first()) {
            *zero = ends.re * ends.re;
            *half = ends.im * ends.im;
        }
    }

    /// The real and imaginary part of bin `bin`; 0 past the last.
    pub(super) fn bin(&self, bin: usize) -> (f32, f32) {
        let (ends, len) = (self.0.first(), self.0.len());
        match (bin, self.0.get(bin)) {
            (0, Some(ends)) => (ends.re, 0.0),
            (_, Some(bin)) => (bin.re, bin.im),
            (_, None) if bin == len => (ends.map_or(0.0, |ends| ends.im), 0.0),
            (_, None) => (0.0, 0.0),
        }
    }
}
