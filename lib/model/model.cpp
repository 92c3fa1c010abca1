#include "model/model.h"

#include <fstream>
#include <sstream>

namespace burler::model {

template <class T> const T* Model::Table<T>::find(std::string_view name) const {
  if (const auto found = exact.find(std::string(name)); found != exact.end()) return found->second.get();
  for (const auto& [prefix, value] : prefixes)
    if (name.starts_with(prefix)) return value.get();
  return nullptr;
}

const TypeModel* Model::type(std::string_view name) const { return types_.find(name); }

const FunctionModel* Model::function(std::string_view name) const {
  if (const auto* found = functions_.find(name)) return found;
  const auto colons = name.rfind("::");
  if (colons == std::string_view::npos) return nullptr;
  const TypeModel* owner = types_.find(name.substr(0, colons));
  if (owner == nullptr) return nullptr;
  const std::string method(name.substr(colons + 2));
  if (const auto found = owner->methods.find(method); found != owner->methods.end()) return &found->second;
  for (const auto& [suffix, model] : owner->method_suffixes)
    if (method.ends_with(suffix)) return &model;
  return nullptr;
}

bool Model::is_half_float(std::string_view name) const { return floats_.find(name) != nullptr; }

const std::vector<std::pair<std::string, std::string>>& shipped_models() {
  static const std::vector<std::pair<std::string, std::string>> models{
#include "model/shipped_models.inc"
  };
  return models;
}

Result<Model> load_models(const std::vector<std::string>& user_files) {
  Model model;
  for (const auto& [name, text] : shipped_models())
    if (auto status = model.add(text, name); !status) return status.error();
  for (const std::string& file : user_files) {
    std::ifstream stream(file);
    if (!stream) return Error{"cannot read model file " + file, "check the path given with --models"};
    std::ostringstream text;
    text << stream.rdbuf();
    if (auto status = model.add(text.view(), file); !status) return status.error();
  }
  return model;
}

} // namespace burler::model
