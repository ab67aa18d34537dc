//! On a board under QEMU: console, files and the end of a run go through semihosting.

use core::ffi::CStr;
use core::ptr;

use cortex_m::peripheral::SCB;
use cortex_m_rt::{STACK_PAINT_VALUE, entry, heap_start};
use cortex_m_semihosting::{debug, hprintln, nr, syscall};
use panic_semihosting as _;
use recorder::harness::kept::Kept;
use recorder::harness::{Device, Life, live};

/// The board's external PSRAM, where what outlives a reset is kept: nothing of the program lies there, and it is zero at first.
const PSRAM: usize = 0x2100_0000;

/// Where RAM begins (memory.x).
const RAM: usize = 0x2000_0000;

/// Second cuts are tried after one of so many first ones.
const SECOND_CUTS_EVERY: u32 = 40;

#[entry]
fn main() -> ! {
    static mut DEVICE: Device = Device::EMPTY;
    // SAFETY: the memory is there, aligned and nobody else's; main runs once in a life, and every value of Kept is legal.
    #[allow(unsafe_code, reason = "memory that outlives the program")]
    let kept: &mut Kept = unsafe { &mut *ptr::with_exposed_provenance_mut(PSRAM) };
    kept.second_cuts_every = SECOND_CUTS_EVERY;
    let life = live(kept, DEVICE);
    kept.stack_used = kept.stack_used.max(stack_used());
    match life {
        Life::Reset => {}
        Life::EndOf(name, counts) => {
            hprintln!("{}: {:?}, stack so far {}", name, counts, kept.stack_used);
            if name == "recording" {
                assert!(write_file(c"image.bin", &kept.whole.bytes));
            }
        }
        Life::Done => {
            hprintln!("static RAM {}", heap_start().addr() - RAM);
            debug::exit(debug::EXIT_SUCCESS);
        }
    }
    SCB::sys_reset()
}

/// How many bytes of the stack were ever in use since reset, when the start code painted it.
#[allow(unsafe_code, reason = "the stack is looked at from outside")]
fn stack_used() -> u32 {
    unsafe extern "C" {
        static _stack_start: u32;
    }
    let (limit, top) = (heap_start(), &raw const _stack_start);
    let words = (top.addr() - limit.addr()) / 4;
    // SAFETY: all of it is RAM, and nobody writes to what is below the stack.
    let is_painted = |at: &usize| unsafe { limit.add(*at).read_volatile() } == STACK_PAINT_VALUE;
    let free = (0..words).take_while(is_painted).count();
    u32::try_from(4 * (words - free)).unwrap_or(u32::MAX)
}

/// Writes a file of the host, relative to where QEMU runs.
#[allow(unsafe_code, reason = "calls of the debugger")]
fn write_file(name: &CStr, bytes: &[u8]) -> bool {
    let (name_at, name_len) = (name.as_ptr(), name.count_bytes());
    // SAFETY: the name ends with NUL and has that length.
    let file = unsafe { syscall!(OPEN, name_at, nr::open::W_TRUNC_BINARY, name_len) };
    // SAFETY: that many bytes can be read there.
    let unwritten = unsafe { syscall!(WRITE, file, bytes.as_ptr(), bytes.len()) };
    // SAFETY: the file is not used any more.
    let closed = unsafe { syscall!(CLOSE, file) };
    unwritten == 0 && closed == 0
}
