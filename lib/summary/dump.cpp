#include "summary/dump.h"

#include <array>
#include <sstream>
#include <utility>

namespace burler::summary {
namespace {

constexpr std::array event_names{
    "read",       "write",        "atomic",       "fence",      "acquire",   "release",   "guard_init",
    "guard_lock", "guard_unlock", "guard_disown", "guard_move", "guard_end", "cond_wait", "notify",
    "fork",       "join",         "detach",       "barrier",    "signal",    "await",     "once",
    "call",       "assign",       "closure",      "construct",  "destroy",   "alloc",     "free",
    "escape",     "ret",          "suspend",      "blocking",   "launch",    "library",   "constant",
    "require",    "configure"};
static_assert(event_names.size() == static_cast<std::size_t>(EventKind::configure) + 1);

constexpr std::array event_flags{"try",  "deferred", "adopt",   "recursive", "predicate", "timed",
                                 "all",  "detached", "task",    "many",      "scoped",    "virtual",
                                 "init", "volatile", "in_once", "tensor",    "in_place",  "internal"};
constexpr std::array type_flags{"lock",   "shared_lock", "recursive_lock", "guard",          "condition",
                                "atomic", "thread",      "sync",           "shares_storage", "owns_buffer",
                                "tensor", "container",   "concurrent",     "pointer",        "reference",
                                "const",  "callable",    "thread_local",   "class"};
constexpr std::array function_flags{"main",      "constructor", "destructor", "method",           "static",
                                    "public",    "const",       "lambda",     "virtual",          "kernel",
                                    "device",    "coroutine",   "entry",      "no_thread_safety", "header",
                                    "no_return", "declaration"};
constexpr std::array atomic_ops{"load", "store", "exchange", "fetch", "cas", "cas_weak"};
constexpr std::array assign_kinds{"pointer", "share_storage", "copy", "move"};
constexpr std::array attribute_kinds{"requires",        "requires_shared", "excludes",           "acquires",
                                     "acquires_shared", "releases",        "returns_lock",       "asserts",
                                     "asserts_shared",  "try_acquires",    "try_acquires_shared"};

template <class Names> std::string flags_text(std::uint32_t flags, const Names& names) {
  std::string out;
  for (std::size_t bit = 0; bit < names.size(); ++bit)
    if ((flags >> bit & 1) != 0) out += std::string(" ") + names[bit];
  return out;
}

std::string root_text(const SymbolTable& symbols, const Function& function, const PathRoot& root) {
  const auto number = std::to_string(root.index);
  const auto named = [&](const std::vector<Variable>& list, const char* what) {
    const bool known = root.index < list.size() && list[root.index].name;
    return known ? symbols.text(list[root.index].name) : what + number;
  };
  switch (root.kind) {
  case RootKind::none:
    return "?";
  case RootKind::global:
    return "::" + symbols.text(root.entity);
  case RootKind::self:
    return "this";
  case RootKind::formal:
    return named(function.formals, "arg#");
  case RootKind::local:
    return named(function.locals, "local#");
  case RootKind::allocation:
    return "new#" + number;
  case RootKind::call_result:
    return "call#" + number;
  }
  return "?";
}

std::string type_text(const SymbolTable& symbols, const Type& type) {
  return symbols.text(type.spelling) + " [" + flags_text(type.flags, type_flags) + " ]";
}

std::string place_text(const TranslationUnit& unit, const Place& place) {
  if (place.file >= unit.files.size()) return "-";
  return unit.files[place.file] + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string details(const SymbolTable& symbols, const Event& e) {
  std::string out;
  if (e.kind == EventKind::atomic || e.kind == EventKind::fence) {
    if (e.kind == EventKind::atomic) out += std::string(" ") + atomic_ops[static_cast<std::size_t>(e.op)];
    out += std::string(" ") + burler::name_of(e.order);
  }
  if (e.kind == EventKind::assign)
    out += std::string(" as ") + assign_kinds[static_cast<std::size_t>(e.assign)];
  if (e.mode == LockMode::shared) out += " shared";
  out += flags_text(e.flags, event_flags);
  if (e.callee) out += " callee=" + symbols.text(e.callee);
  if (e.type) out += " : " + symbols.text(e.type);
  return out;
}

void dump_function(std::ostringstream& out, const TranslationUnit& unit, const Function& f) {
  const SymbolTable& names = unit.symbols;
  out << "function " << names.text(f.name) << "  " << names.text(f.usr) << "  " << place_text(unit, f.place)
      << '\n';
  out << "  flags:" << flags_text(f.flags, function_flags) << '\n';
  if (f.class_usr) out << "  class: " << names.text(f.class_usr) << '\n';
  if (f.parent) out << "  parent: " << names.text(f.parent) << '\n';
  for (const Symbol s : f.overrides)
    out << "  overrides: " << names.text(s) << '\n';
  for (const Attribute& a : f.attributes)
    out << "  " << attribute_kinds[a.kind] << ' ' << path_text(names, f, a.path) << '\n';
  for (const Variable& v : f.formals)
    out << "  formal " << names.text(v.name) << " : " << type_text(names, v.type) << '\n';
  for (std::size_t i = 0; i < f.locals.size(); ++i)
    out << "  local " << i << ' ' << names.text(f.locals[i].name) << " : "
        << type_text(names, f.locals[i].type) << '\n';
  unsigned number = 0;
  for (std::size_t b = 0; b < f.blocks.size(); ++b) {
    out << "  B" << b << " ->";
    for (const auto next : f.blocks[b].successors)
      out << " B" << next;
    if (f.blocks[b].tested_event >= 0) out << "  tests #" << f.blocks[b].tested_event;
    if (f.blocks[b].abandons) out << "  abandons";
    if (!f.blocks[b].depends.empty()) out << "  asks";
    for (const AccessPath& asked : f.blocks[b].depends)
      out << ' ' << path_text(names, f, asked);
    out << '\n';
    for (const Event& e : f.blocks[b].events)
      out << "    #" << number++ << ' ' << event_text(names, f, e) << "  @" << e.place.line << ':'
          << e.place.column << '\n';
  }
  for (const Flow& flow : f.flows) {
    out << "  flow " << path_text(names, f, flow.to) << (flow.copy ? " =" : " <-");
    for (const AccessPath& from : flow.from)
      out << ' ' << path_text(names, f, from);
    out << '\n';
  }
}

void dump_class(std::ostringstream& out, const TranslationUnit& unit, const Class& c) {
  const SymbolTable& names = unit.symbols;
  static const Function no_function;
  out << "class " << names.text(c.name) << "  " << names.text(c.usr) << "  " << place_text(unit, c.place)
      << (c.is_lambda ? " lambda" : "") << (c.is_polymorphic ? " polymorphic" : "") << '\n';
  for (const Symbol s : c.bases)
    out << "  base " << names.text(s) << '\n';
  for (const Field& f : c.fields) {
    out << "  field " << names.text(f.name) << " : " << type_text(names, f.type)
        << (f.is_public ? " public" : "") << (f.is_mutable ? " mutable" : "");
    if (f.guarded_by) out << " guarded_by " << path_text(names, no_function, f.guarded_by);
    if (f.pt_guarded_by) out << " pt_guarded_by " << path_text(names, no_function, f.pt_guarded_by);
    out << '\n';
  }
}

void dump_global(std::ostringstream& out, const TranslationUnit& unit, const Global& g) {
  const SymbolTable& names = unit.symbols;
  out << "global " << names.text(g.name) << "  " << names.text(g.usr) << " : " << type_text(names, g.type)
      << (g.constant_initialised ? " constant_initialised" : "") << (g.internal_linkage ? " internal" : "");
  if (g.owner) out << " owner=" << names.text(g.owner);
  out << "  " << place_text(unit, g.place) << '\n';
}

} // namespace

const char* name_of(EventKind kind) { return event_names.at(static_cast<std::size_t>(kind)); }

std::string path_text(const SymbolTable& symbols, const Function& function, const AccessPath& path) {
  std::string out = root_text(symbols, function, path.root);
  bool pointer = path.root.kind == RootKind::self; // `this` is written as the pointer it is
  for (const PathStep& step : path.steps) {
    if (step.kind == StepKind::field) {
      out += (pointer ? "->" : ".") + symbols.text(step.name);
      pointer = false;
      continue;
    }
    if (pointer && path.root.kind != RootKind::self) out = "(*" + out + ")";
    pointer = step.kind == StepKind::deref;
    if (step.kind == StepKind::index) out += "[" + symbols.text(step.name) + "]";
    if (step.kind == StepKind::storage) out += "{}";
  }
  return pointer && path.root.kind != RootKind::self            ? "*" + out
         : pointer && path.steps.empty()                        ? "*" + out
         : pointer && path.steps.back().kind == StepKind::deref ? "*" + out
                                                                : out;
}

std::string event_text(const SymbolTable& symbols, const Function& function, const Event& e) {
  const auto text = [&](const AccessPath& path) { return path_text(symbols, function, path); };
  std::string out = name_of(e.kind);
  if (e.dst) out += " " + text(e.dst);
  if (e.path)
    out += (e.dst ? " <- " : " ") + std::string(e.operands.empty() && (e.by_reference & 1) ? "&" : "") +
           text(e.path);
  if (e.has_self) out += " self=" + text(e.self);
  if (!e.operands.empty()) {
    out += " (";
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      out += i == 0 ? "" : ", ";
      if (i < e.names.size()) out += symbols.text(e.names[i]) + "=";
      out += (i < 64 && (e.by_reference >> i & 1) != 0 ? "&" : "") + text(e.operands[i]);
    }
    out += ")";
  }
  return out + details(symbols, e);
}

std::string dump(const TranslationUnit& unit) {
  std::ostringstream out;
  out << "unit " << unit.main_file << "  lines " << unit.source_lines << '\n';
  for (const auto& note : unit.notes)
    out << "note " << note << '\n';
  for (const auto& error : unit.errors)
    out << "error " << error << '\n';
  for (const Class& c : unit.classes)
    dump_class(out, unit, c);
  for (const Global& g : unit.globals)
    dump_global(out, unit, g);
  for (const Function& f : unit.functions)
    dump_function(out, unit, f);
  for (const Suppression& s : unit.suppressions)
    out << "allow " << unit.symbols.text(s.rule) << " line " << s.covers_line << ": "
        << unit.symbols.text(s.reason) << '\n';
  return out.str();
}

} // namespace burler::summary
