//! On the host: the same program, with every pair of cuts.

use std::{fs, io};

use recorder::harness::kept::Kept;
use recorder::harness::{Device, Life, live};

pub(crate) fn run() -> io::Result<()> {
    let mut kept = Box::new(Kept::EMPTY);
    kept.second_cuts_every = 1;
    loop {
        let mut device = Device::EMPTY;
        match live(&mut kept, &mut device) {
            Life::Reset => {}
            Life::EndOf(name, counts) => {
                println!("{name}: {counts:?}");
                if name == "recording" {
                    fs::write("image.bin", kept.whole.bytes)?;
                }
            }
            Life::Done => return Ok(()),
        }
    }
}
