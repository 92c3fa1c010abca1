// Which types and calls of a library mean which events. Loaded from rules/models/*.json (docs/models.md);
// nothing here knows Clang: names are qualified user names without template arguments and inline namespaces.
#pragma once

#include "base/result.h"
#include "summary/event.h"
#include "summary/translation_unit.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace burler::model {

/// Where an effect happens, in terms of a call: "self", "0" (first argument), "*0" (what it points to), then
/// steps
/// "::name" (an object that only the library knows), then steps
/// ".storage", "[1]" (index given by an argument), "[]" (unknown index), ".*" (dereference), ".name" (field).
/// A leading "&" makes it the address of that place.
struct PathSpec {
  enum class Base { none, self, argument, result, global };
  struct Step {
    StepKind kind = StepKind::storage;
    int argument = -1; ///< index: the argument that gives it, -1 = unknown
    std::string field;
  };
  Base base = Base::none;
  unsigned index = 0;
  std::string global; ///< name of a lock the library hides: "::ggml_critical_section"
  bool pointee = false;
  bool address = false;
  std::vector<Step> steps;
};

struct Effect {
  summary::EventKind kind = summary::EventKind::call;
  PathSpec object; ///< path of the event (dst for guard_* and fork)
  std::vector<PathSpec> operands;
  LockMode mode = LockMode::exclusive;
  AtomicOp op = AtomicOp::load;
  MemoryOrder order = MemoryOrder::seq_cst;
  int order_argument = -1; ///< argument with the memory order
  int order2_argument = -1;
  int callable = -1;             ///< fork, once, call: argument that is run
  int first_argument = -1;       ///< fork, once, call: its arguments start here; -1 = none
  bool pointer_argument = false; ///< fork: exactly one argument, a pointer (pthread_create)
  std::uint32_t flags = 0;
  std::string text;       ///< blocking: what blocks
  int entry = -1;         ///< argument with a function that is entered from outside, at any time
  std::string entry_lock; ///< the hidden lock held then
  int kind_argument = -1; ///< configure: argument that says which kind of lock it is
  std::vector<std::int64_t> recursive_kinds; ///< configure: its values that mean a recursive one
  int timeout_argument = -1; ///< blocking: argument that bounds it; negative and null values are no bound
  std::uint32_t timeout_unit = 1000; ///< of a number given as timeout, in microseconds
};

struct FunctionModel {
  bool of_system = false; ///< a C function that programs may define themselves; then the model is not meant
  std::vector<Effect> effects;
  std::optional<PathSpec> result;
};

struct TypeModel {
  std::uint32_t flags = 0;             ///< summary::TypeFlag
  int element = -1;                    ///< template argument that is the element or pointee
  bool tensor_of_floats = false;       ///< tensor data when the element is a floating type
  LockMode mode = LockMode::exclusive; ///< guards: how they lock
  std::string lock; ///< guards: the hidden lock they take when they are given none; others: held around the
                    ///< functions whose addresses such an object has
  bool inverse = false; ///< guards: give the lock back, and take it again at their end
  std::string thread_index; ///< the field that holds the number of the thread in its team
  std::string tag;      ///< "deferred", "try", "adopt": an argument of this type changes a guard
  std::unordered_map<std::string, FunctionModel> methods; ///< "(constructor)" and "(conversion)" too
  std::vector<std::pair<std::string, FunctionModel>> method_suffixes; ///< "*_": in-place tensor operations
};

class Model {
public:
  const TypeModel* type(std::string_view name) const;
  /// `name` is a free function or "Class::method".
  const FunctionModel* function(std::string_view name) const;
  bool is_half_float(std::string_view name) const;

  /// Adds a document; later documents win for the same name. `file` is for messages, which name file, line
  /// and key.
  Status add(std::string_view text, const std::string& file);

private:
  friend class Parser;
  template <class T> struct Table {
    std::unordered_map<std::string, std::shared_ptr<const T>> exact;
    std::vector<std::pair<std::string, std::shared_ptr<const T>>> prefixes; ///< "absl::flat_hash_*"
    const T* find(std::string_view name) const;
  };
  Table<TypeModel> types_;
  Table<FunctionModel> functions_;
  Table<int> floats_;
};

/// The models shipped with the tool.
const std::vector<std::pair<std::string, std::string>>& shipped_models();

/// Shipped models and then the user's files.
Result<Model> load_models(const std::vector<std::string>& user_files);

/// Parses a PathSpec; null when malformed.
std::optional<PathSpec> parse_path_spec(std::string_view text);

} // namespace burler::model
