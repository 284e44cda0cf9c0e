//! The system's allocator, counting what is held, and refusing what no input may take.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What no input may come near: the process ends, naming it, before the machine does.
const REFUSED: usize = 3 << 30;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static NUMBER: Cell<u64> = const { Cell::new(0) };
}

/// An input begins on this thread.
pub fn begin(number: u64) {
    NUMBER.set(number);
    MOST.store(HELD.load(Ordering::Relaxed), Ordering::Relaxed);
}

/// The most bytes held at once, on all threads, since an input began last.
pub fn most() -> usize {
    MOST.load(Ordering::Relaxed)
}

fn hold(bytes: usize) {
    let held = HELD.fetch_add(bytes, Ordering::Relaxed) + bytes;
    if held > MOST.load(Ordering::Relaxed) {
        MOST.fetch_max(held, Ordering::Relaxed);
    }
    if held > REFUSED {
        let number = NUMBER.try_with(Cell::get).unwrap_or(0);
        let _ = writeln!(std::io::stderr(), "{held} bytes are held; the input on this thread is {number}");
        std::process::abort();
    }
}

struct Counting;

// SAFETY: every call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        hold(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        hold(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both are held while one is copied to the other.
        hold(size);
        let grown = unsafe { System.realloc(at, layout, size) };
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        grown
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;
