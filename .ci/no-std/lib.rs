//! What a device's firmware is to the interface: a program that has its own panic handler and no allocator.
//! With std anywhere below, this handler is one too many; with `alloc`, the allocator is missing. Either way it fails to compile.
#![no_std]

use girder_interface as _;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
