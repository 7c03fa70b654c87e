//! Devices and their keys.

mod close_device;
mod license_device;
mod register_device;
mod retire_device;
mod rotate_device;

pub use close_device::*;
pub use license_device::*;
pub use register_device::*;
pub use retire_device::*;
pub use rotate_device::*;
