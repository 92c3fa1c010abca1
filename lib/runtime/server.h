// The fork server and the stand-alone run (protocol.h).
#pragma once

namespace burler::runtime {
/// Reads the environment: returns uncontrolled, or as the child of the server, or as the one controlled run.
void decide_mode();
} // namespace burler::runtime
