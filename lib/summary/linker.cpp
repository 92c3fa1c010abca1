#include "summary/linker.h"

#include "summary/summary_layout.h"

#include <algorithm>
#include <utility>

namespace burler::summary {
namespace {

/// Visits a record with the layout functions of the file format and replaces symbols and file numbers.
class Remapper {
public:
  static constexpr bool reading = false;
  std::vector<Symbol> symbols;      ///< of the unit -> of the program
  std::vector<std::uint32_t> files; ///< of the unit -> of the program
  Symbol function;                  ///< owner of local roots, or none outside functions

  void number(std::uint64_t&) {}
  void text(std::string&) {}
  bool good() const { return true; }
};

void io(Remapper& map, Symbol& s) { s = map.symbols[s.id]; }

void io(Remapper& map, Place& p) { p.file = p.file < map.files.size() ? map.files[p.file] : 0; }

void io(Remapper& map, AccessPath& p) {
  switch (p.root.kind) {
  case RootKind::formal:
  case RootKind::local:
  case RootKind::allocation:
  case RootKind::call_result:
    p.root.entity = map.function;
    break;
  default:
    io(map, p.root.entity);
  }
  for (PathStep& step : p.steps) {
    io(map, step.name);
    io(map, step.owner);
  }
}

class Linker {
public:
  void add(TranslationUnit& unit) {
    prepare(unit);
    program_.source_lines += unit.source_lines;
    for (Function& f : unit.functions)
      add_function(f);
    for (Class& c : unit.classes)
      add_class(c);
    for (Global& g : unit.globals)
      add_global(g);
    for (Suppression& s : unit.suppressions) {
      visit(s, Symbol{});
      program_.suppressions.push_back(s);
    }
  }

  Program finish() {
    close_overriders();
    for (std::uint32_t i = 0; i < program_.functions.size(); ++i) {
      const Function& f = program_.functions[i];
      if (f.class_usr && !f.blocks.empty()) program_.methods[f.class_usr].push_back(i);
    }
    const auto order = [](const Suppression& a, const Suppression& b) {
      return std::tie(a.place, a.rule.id) < std::tie(b.place, b.rule.id);
    };
    std::sort(program_.suppressions.begin(), program_.suppressions.end(), order);
    const auto same = [](const Suppression& a, const Suppression& b) {
      return a.place == b.place && a.rule == b.rule;
    };
    auto& list = program_.suppressions;
    list.erase(std::unique(list.begin(), list.end(), same), list.end());
    return std::move(program_);
  }

private:
  template <class T> void visit(T& record, Symbol function) {
    map_.function = function;
    io(map_, record);
  }

  /// Entities that must not merge with the same name of another unit get the unit's name appended.
  void prepare(const TranslationUnit& unit) {
    map_ = {};
    for (std::uint32_t id = 0; id < unit.symbols.size(); ++id)
      map_.symbols.push_back(program_.symbols.intern(unit.symbols.text(Symbol{id})));
    const auto keep_apart = [&](Symbol usr) {
      map_.symbols[usr.id] = program_.symbols.intern(unit.symbols.text(usr) + "@" + unit.main_file);
    };
    std::unordered_map<Symbol, bool> apart;
    for (const Function& f : unit.functions)
      if (f.has(fn_main) || (f.has(fn_static) && !f.has(fn_header) && !f.class_usr)) apart[f.usr] = true;
    for (bool grown = true; grown;) { // lambdas in them, and lambdas in those
      grown = false;
      for (const Function& f : unit.functions)
        if (f.has(fn_lambda) && apart.contains(f.parent) && apart.try_emplace(f.usr, true).second) {
          apart[f.class_usr] = true;
          grown = true;
        }
    }
    for (const auto& [usr, yes] : apart)
      keep_apart(usr);
    for (const Global& g : unit.globals)
      if (g.internal_linkage) keep_apart(g.usr);
    for (const std::string& file : unit.files) {
      const auto [entry, added] =
          file_numbers_.try_emplace(file, static_cast<std::uint32_t>(program_.files.size()));
      if (added) program_.files.push_back(file);
      map_.files.push_back(entry->second);
    }
  }

  void add_function(Function& f) {
    visit(f, map_.symbols[f.usr.id]);
    const auto [entry, added] =
        program_.function_index.try_emplace(f.usr, static_cast<std::uint32_t>(program_.functions.size()));
    if (added) {
      program_.functions.push_back(std::move(f));
      return;
    }
    Function& old = program_.functions[entry->second];
    if (!old.blocks.empty() || f.blocks.empty()) return;
    if (f.attributes.empty()) f.attributes = std::move(old.attributes);
    old = std::move(f);
  }

  void add_class(Class& c) {
    visit(c, Symbol{});
    const auto [entry, added] =
        program_.class_index.try_emplace(c.usr, static_cast<std::uint32_t>(program_.classes.size()));
    if (added)
      program_.classes.push_back(std::move(c));
    else if (program_.classes[entry->second].fields.empty())
      program_.classes[entry->second] = std::move(c);
  }

  void add_global(Global& g) {
    visit(g, Symbol{});
    const auto [entry, added] =
        program_.global_index.try_emplace(g.usr, static_cast<std::uint32_t>(program_.globals.size()));
    if (added) program_.globals.push_back(std::move(g));
  }

  void close_overriders() {
    auto& table = program_.overriders;
    for (std::uint32_t i = 0; i < program_.functions.size(); ++i) {
      std::vector<Symbol> open = program_.functions[i].overrides;
      std::vector<Symbol> seen;
      while (!open.empty()) {
        const Symbol base = open.back();
        open.pop_back();
        if (std::find(seen.begin(), seen.end(), base) != seen.end()) continue;
        seen.push_back(base);
        table[base].push_back(i);
        if (const Function* f = program_.function(base))
          open.insert(open.end(), f->overrides.begin(), f->overrides.end());
      }
    }
  }

  Program program_;
  Remapper map_;
  std::unordered_map<std::string, std::uint32_t> file_numbers_;
};

} // namespace

Program link(std::vector<TranslationUnit> units) {
  Linker linker;
  for (TranslationUnit& unit : units)
    linker.add(unit);
  return linker.finish();
}

} // namespace burler::summary
