// Checkpoints: parameters and losses of one moment, written by a thread of its own while training goes on. A
// file is complete or absent: it is written beside its name and renamed (POSIX rename is atomic).
//
// Format: "burler-checkpoint 1\n", then little-endian u64 step, u64 number of parameters, u64 number of
// training losses, the parameters as float32, the training losses as float64, and the FNV-1a hash of all that
// as u64.
#pragma once

#include "workload/trainloop/parameter_store.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace burler::workload {

std::string encode_checkpoint(const Snapshot& snapshot);
/// Throws std::runtime_error saying what is wrong.
Snapshot decode_checkpoint(std::string_view bytes);

/// Throws std::runtime_error when the file cannot be written or read.
void write_checkpoint(const std::string& path, const Snapshot& snapshot);
Snapshot read_checkpoint(const std::string& path);

struct CheckpointOptions {
  std::size_t every = 100; ///< steps between checkpoints
  std::string path;        ///< empty: encode, check, and keep nothing
};

/// Runs until the store is closed. Returns the number of checkpoints made.
std::size_t run_checkpoint_writer(const CheckpointOptions& options, const ParameterStore& store);

} // namespace burler::workload
