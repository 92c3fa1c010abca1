// The JSON of a model -> tables. Strict: an unknown key or word is an error, because a misspelt model is
// silent.
#include "model/json_lines.h"
#include "model/model.h"
#include "model/vocabulary.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace burler::model {

using nlohmann::json;

namespace {

struct Problem {
  std::string pointer;
  std::string what;
};

[[noreturn]] void fail(const std::string& pointer, const std::string& what) { throw Problem{pointer, what}; }

std::string text_of(const json& value, const std::string& at) {
  if (!value.is_string()) fail(at, "expected a string");
  return value.get<std::string>();
}

int number_of(const json& value, const std::string& at) {
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 63)
    fail(at, "expected an argument number, 0 to 63");
  return value.get<int>();
}

PathSpec spec_of(const json& value, const std::string& at) {
  const auto spec = parse_path_spec(text_of(value, at));
  if (!spec)
    fail(at,
         "not a path: \"" + value.get<std::string>() + "\" (use self, 0, *0, result and .storage [] [1] .*)");
  return *spec;
}

std::string hidden_lock_of(const json& value, const std::string& at) {
  const PathSpec spec = spec_of(value, at);
  if (spec.base != PathSpec::Base::global) fail(at, "expected a hidden lock, \"::name\"");
  return spec.global;
}

template <class T> T word_of(const Words<T>& words, const json& value, const std::string& at) {
  const std::string text = text_of(value, at);
  std::string known;
  for (const auto& [word, meaning] : words) {
    if (word == text) return meaning;
    known += known.empty() ? word : ", " + std::string(word);
  }
  fail(at, "unknown word \"" + text + "\" (known: " + known + ")");
}

template <class T> std::uint32_t flags_of(const Words<T>& words, const json& list, const std::string& at) {
  if (!list.is_array()) fail(at, "expected a list");
  std::uint32_t flags = 0;
  for (std::size_t i = 0; i < list.size(); ++i)
    flags |= static_cast<std::uint32_t>(word_of(words, list[i], at + "/" + std::to_string(i)));
  return flags;
}

void effect_member(Effect& effect, const std::string& key, const json& value, const std::string& at) {
  if (key == "event")
    effect.kind = word_of(event_words, value, at);
  else if (key == "object" || key == "handle")
    effect.object = spec_of(value, at);
  else if (key == "operands") {
    if (!value.is_array()) fail(at, "expected a list");
    for (std::size_t i = 0; i < value.size(); ++i)
      effect.operands.push_back(spec_of(value[i], at + "/" + std::to_string(i)));
  } else if (key == "mode")
    effect.mode = word_of(mode_words, value, at);
  else if (key == "op")
    effect.op = word_of(op_words, value, at);
  else if (key == "order" && value.is_string())
    effect.order = word_of(order_words, value, at);
  else if (key == "order")
    effect.order_argument = number_of(value, at);
  else if (key == "order2")
    effect.order2_argument = number_of(value, at);
  else if (key == "callable")
    effect.callable = number_of(value, at);
  else if (key == "arguments")
    effect.first_argument = number_of(value, at);
  else if (key == "pointer_argument") {
    effect.first_argument = number_of(value, at);
    effect.pointer_argument = true;
  } else if (key == "flags")
    effect.flags = flags_of(event_flag_words, value, at);
  else if (key == "text")
    effect.text = text_of(value, at);
  else if (key == "entry")
    effect.entry = number_of(value, at);
  else if (key == "entry_lock")
    effect.entry_lock = hidden_lock_of(value, at);
  else if (key == "kind")
    effect.kind_argument = number_of(value, at);
  else if (key == "recursive_kinds") {
    if (!value.is_array()) fail(at, "expected a list");
    for (std::size_t i = 0; i < value.size(); ++i)
      effect.recursive_kinds.push_back(number_of(value[i], at + "/" + std::to_string(i)));
  } else if (key == "timeout")
    effect.timeout_argument = number_of(value, at);
  else if (key == "unit")
    effect.timeout_unit = word_of(unit_words, value, at);
  else
    fail(at, "unknown key");
}

Effect effect_of(const json& value, const std::string& at) {
  if (!value.is_object() || !value.contains("event")) fail(at, "expected an object with \"event\"");
  Effect effect;
  effect.object.base = PathSpec::Base::self;
  for (const auto& [key, member] : value.items())
    effect_member(effect, key, member, at + "/" + key);
  return effect;
}

/// {"event":...} or {"events":[...], "result":...} or {"event":..., "result":...} or {"result":...} or {}.
FunctionModel function_of(const json& value, const std::string& at) {
  if (!value.is_object()) fail(at, "expected an object");
  FunctionModel function;
  json single = value;
  single.erase("names");
  if (value.contains("result")) {
    function.result = spec_of(value["result"], at + "/result");
    single.erase("result");
  }
  if (value.contains("events")) {
    const json& list = value["events"];
    if (!list.is_array()) fail(at + "/events", "expected a list");
    for (std::size_t i = 0; i < list.size(); ++i)
      function.effects.push_back(effect_of(list[i], at + "/events/" + std::to_string(i)));
    single.erase("events");
    if (!single.empty()) fail(at + "/" + single.begin().key(), "unknown key beside \"events\"");
  } else if (!single.empty()) {
    function.effects.push_back(effect_of(single, at));
  }
  return function;
}

TypeModel type_of(const json& value, const std::string& at) {
  TypeModel type;
  for (const auto& [key, member] : value.items()) {
    const std::string here = at + "/" + key;
    if (key == "names") continue;
    if (key == "is")
      type.flags = flags_of(type_flag_words, member, here);
    else if (key == "element")
      type.element = number_of(member, here);
    else if (key == "tensor_of_floats")
      type.tensor_of_floats = member.is_boolean() && member.get<bool>();
    else if (key == "mode")
      type.mode = word_of(mode_words, member, here);
    else if (key == "lock")
      type.lock = hidden_lock_of(member, here);
    else if (key == "inverse")
      type.inverse = member.is_boolean() && member.get<bool>();
    else if (key == "thread_index")
      type.thread_index = text_of(member, here);
    else if (key == "tag")
      type.tag = text_of(member, here);
    else if (key == "methods") {
      if (!member.is_object()) fail(here, "expected an object");
      for (const auto& [names, effect] : member.items()) {
        const FunctionModel model = function_of(effect, here + "/" + names);
        for (std::size_t begin = 0;
             begin <= names.size();) { // "push_back emplace_back": several share one entry
          const auto end = std::min(names.find(' ', begin), names.size());
          const std::string name = names.substr(begin, end - begin);
          // "operator bool" and friends keep their blank
          if (name == "operator" && end < names.size()) {
            type.methods[names.substr(begin)] = model;
            break;
          }
          if (name.starts_with('*'))
            type.method_suffixes.emplace_back(name.substr(1), model);
          else if (!name.empty())
            type.methods[name] = model;
          begin = end + 1;
        }
      }
    } else
      fail(here, "unknown key");
  }
  return type;
}

std::vector<std::string> names_of(const json& value, const std::string& at) {
  if (!value.is_object() || !value.contains("names")) fail(at, "expected an object with \"names\"");
  if (!value["names"].is_array() || value["names"].empty()) fail(at + "/names", "expected a list of names");
  std::vector<std::string> names;
  for (std::size_t i = 0; i < value["names"].size(); ++i)
    names.push_back(text_of(value["names"][i], at + "/names/" + std::to_string(i)));
  return names;
}

template <class Table, class T>
void put(Table& table, const std::string& name, const std::shared_ptr<T>& value) {
  if (!name.ends_with('*')) {
    table.exact[name] = value;
    return;
  }
  table.prefixes.insert(table.prefixes.begin(), {name.substr(0, name.size() - 1), value});
}

} // namespace

class Parser {
public:
  static void document(Model& model, const json& root) {
    if (!root.is_object()) fail("", "expected an object");
    if (root.value("schema", json()) != "burler-model/1")
      fail("/schema", "expected \"schema\": \"burler-model/1\"");
    const json system = root.value("system", json(false));
    if (!system.is_boolean()) fail("/system", "expected true or false");
    for (const auto& [key, value] : root.items()) {
      const std::string at = "/" + key;
      if (key == "schema" || key == "library" || key == "system") continue;
      if (key != "types" && key != "functions" && key != "half_floats") fail(at, "unknown key");
      if (!value.is_array()) fail(at, "expected a list");
      for (std::size_t i = 0; i < value.size(); ++i)
        entry(model, key, value[i], at + "/" + std::to_string(i), system.get<bool>());
    }
  }

private:
  static void entry(Model& model, const std::string& kind, const json& value, const std::string& at,
                    bool system) {
    if (kind == "half_floats") return put(model.floats_, text_of(value, at), std::make_shared<const int>(1));
    const auto names = names_of(value, at);
    if (kind == "types") {
      const auto type = std::make_shared<const TypeModel>(type_of(value, at));
      for (const auto& name : names)
        put(model.types_, name, type);
    } else {
      FunctionModel one = function_of(value, at);
      one.of_system = system;
      const auto function = std::make_shared<const FunctionModel>(std::move(one));
      for (const auto& name : names)
        put(model.functions_, name, function);
    }
  }
};

Status Model::add(std::string_view text, const std::string& file) {
  json root;
  try {
    root = json::parse(text);
  } catch (const json::parse_error& error) {
    return Error{file + ":" + std::to_string(line_of(text, error.byte == 0 ? 0 : error.byte - 1)) +
                     ": not valid JSON",
                 "see docs/models.md for the format"};
  }
  try {
    Parser::document(*this, root);
  } catch (const Problem& problem) {
    std::string pointer = problem.pointer;
    const auto lines = json_lines(text);
    while (!pointer.empty() && !lines.contains(pointer))
      pointer.resize(pointer.rfind('/'));
    const auto line = lines.contains(pointer) ? lines.at(pointer) : 1;
    const std::string key = problem.pointer.empty() ? "document" : problem.pointer.substr(1);
    return Error{file + ":" + std::to_string(line) + ": key \"" + key + "\": " + problem.what,
                 "see docs/models.md for the format"};
  }
  return {};
}

} // namespace burler::model
