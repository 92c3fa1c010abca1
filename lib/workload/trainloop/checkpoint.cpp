#include "workload/trainloop/checkpoint.h"

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>

namespace burler::workload {
namespace {

constexpr std::string_view header = "burler-checkpoint 1\n";

std::uint64_t fnv1a(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : bytes)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return hash;
}

void append(std::string& bytes, const void* data, std::size_t size) {
  if (size > 0) bytes.append(static_cast<const char*>(data), size);
}

void append_number(std::string& bytes, std::uint64_t number) { append(bytes, &number, sizeof number); }

void take(std::string_view& bytes, void* into, std::size_t size) {
  if (bytes.size() < size) throw std::runtime_error("the checkpoint is cut short");
  if (size > 0) std::memcpy(into, bytes.data(), size);
  bytes.remove_prefix(size);
}

std::uint64_t take_number(std::string_view& bytes) {
  std::uint64_t number = 0;
  take(bytes, &number, sizeof number);
  return number;
}

} // namespace

std::string encode_checkpoint(const Snapshot& snapshot) {
  std::string bytes(header);
  append_number(bytes, snapshot.step);
  append_number(bytes, snapshot.parameters.size());
  append_number(bytes, snapshot.history.training.size());
  append(bytes, snapshot.parameters.values().data(), snapshot.parameters.size() * sizeof(float));
  for (const LossPoint& point : snapshot.history.training)
    append(bytes, &point.loss, sizeof point.loss);
  append_number(bytes, fnv1a(bytes));
  return bytes;
}

Snapshot decode_checkpoint(std::string_view bytes) {
  if (bytes.substr(0, header.size()) != header || bytes.size() < header.size() + 4 * sizeof(std::uint64_t))
    throw std::runtime_error("not a checkpoint, or cut short");
  std::string_view tail = bytes.substr(bytes.size() - sizeof(std::uint64_t));
  bytes.remove_suffix(tail.size());
  if (take_number(tail) != fnv1a(bytes)) throw std::runtime_error("the checkpoint's hash does not match");
  bytes.remove_prefix(header.size());
  Snapshot snapshot;
  snapshot.step = take_number(bytes);
  const std::uint64_t parameters = take_number(bytes), losses = take_number(bytes);
  if (parameters > bytes.size() / sizeof(float) || losses > bytes.size() / sizeof(double))
    throw std::runtime_error("the checkpoint is cut short");
  snapshot.parameters = Tensor(1, parameters);
  take(bytes, snapshot.parameters.values().data(), parameters * sizeof(float));
  for (std::uint64_t i = 0; i < losses; ++i) {
    LossPoint point{i + 1, 0};
    take(bytes, &point.loss, sizeof point.loss);
    snapshot.history.training.push_back(point);
  }
  return snapshot;
}

void write_checkpoint(const std::string& path, const Snapshot& snapshot) {
  const std::string beside = path + ".tmp";
  std::ofstream out(beside, std::ios::binary);
  const std::string bytes = encode_checkpoint(snapshot);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(beside, path, error);
  if (!out || error) throw std::runtime_error("cannot write the checkpoint " + path);
}

Snapshot read_checkpoint(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read the checkpoint " + path);
  return decode_checkpoint(std::string(std::istreambuf_iterator<char>(in), {}));
}

} // namespace burler::workload
