// Errors as values. An Error is one line for a person: what went wrong and the next step to take.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace burler {

struct Error {
  std::string message; ///< what went wrong, naming the file, flag or key
  std::string hint;    ///< the next step, may be empty

  /// "message; hint" on one line.
  std::string text() const { return hint.empty() ? message : message + "; " + hint; }
};

/// A T or the Error that prevented it. Access to the wrong side is a programming error (std::get throws).
template <typename T> class [[nodiscard]] Result {
public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  const Error& error() const { return std::get<1>(state_); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

private:
  std::variant<T, Error> state_;
};

/// Success or an Error.
class [[nodiscard]] Status {
public:
  Status() = default;
  Status(Error error) : error_(std::move(error)), failed_(true) {}

  bool ok() const { return !failed_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return error_; }

private:
  Error error_;
  bool failed_ = false;
};

} // namespace burler
