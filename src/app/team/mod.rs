//! The team: founding it, its settings, members, days off and workflow (G1, I2, L2).

mod days;
mod founding;
mod members;
mod settings;
mod workflow;

pub use days::AbsenceEdit;
pub use founding::NewTeam;
pub use members::{MemberEdit, NewMember};
pub use settings::{Setting, zone};
pub use workflow::StatusEdit;
