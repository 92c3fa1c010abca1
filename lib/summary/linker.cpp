#include "summary/linker.h"

#include "summary/summary_layout.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace burler::summary {
namespace {

constexpr std::uint32_t unset = ~std::uint32_t{0};

/// Visits a record with the layout functions of the file format and replaces symbols and file numbers. Both
/// enter the program's tables when a record that is kept names them first.
class Remapper {
public:
  static constexpr bool reading = false;
  Symbol function; ///< owner of local roots, or none outside functions

  explicit Remapper(Program& program) : program_(program) {}
  void number(std::uint64_t&) {}
  void text(std::string&) {}
  bool good() const { return true; }

  void enter(const TranslationUnit& unit) {
    unit_ = &unit;
    symbols_.assign(unit.symbols.size(), Symbol{unset});
    files_.assign(unit.files.size(), unset);
    apart_.assign(unit.symbols.size(), false);
  }
  /// The entity must not merge with the same name of another unit: it gets the unit's name appended.
  bool keep_apart(Symbol usr) {
    const bool added = !apart_[usr.id];
    apart_[usr.id] = true;
    return added;
  }
  bool is_apart(Symbol usr) const { return apart_[usr.id]; }
  Symbol symbol(Symbol s) {
    Symbol& known = symbols_[s.id];
    if (known.id == unset) {
      const std::string& text = unit_->symbols.text(s);
      known = program_.symbols.intern(apart_[s.id] ? text + "@" + unit_->main_file : text);
    }
    return known;
  }
  std::uint32_t file(std::uint32_t number) {
    if (number >= files_.size()) return 0;
    if (files_[number] == unset) {
      const auto next = static_cast<std::uint32_t>(program_.files.size());
      const auto [entry, added] = numbers_.try_emplace(unit_->files[number], next);
      if (added) program_.files.push_back(entry->first);
      files_[number] = entry->second;
    }
    return files_[number];
  }

private:
  Program& program_;
  const TranslationUnit* unit_ = nullptr;
  std::vector<Symbol> symbols_;      ///< of the unit -> of the program
  std::vector<std::uint32_t> files_; ///< of the unit -> of the program
  std::vector<bool> apart_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

void io(Remapper& map, Symbol& s) { s = map.symbol(s); }

void io(Remapper& map, Place& p) { p.file = map.file(p.file); }

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

/// Declarations come in the order of their places, headers before the main file (file 0), so that it does not
/// matter which of them a unit has extracted.
template <class T> void sort_by_place(const TranslationUnit& unit, std::vector<T>& records) {
  const auto name = [&](const T& r) -> const std::string& {
    static const std::string none;
    return r.place.file < unit.files.size() ? unit.files[r.place.file] : none;
  };
  std::sort(records.begin(), records.end(), [&](const T& a, const T& b) {
    if ((a.place.file == 0) != (b.place.file == 0)) return b.place.file == 0;
    if (a.place.file != b.place.file) return name(a) < name(b);
    if (a.place.line != b.place.line) return a.place.line < b.place.line;
    if (a.place.column != b.place.column) return a.place.column < b.place.column;
    return a.usr != b.usr && unit.symbols.text(a.usr) < unit.symbols.text(b.usr);
  });
}

} // namespace

class Linker::Tables {
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
    for (FunctionTree& t : unit.trees) {
      visit(t, Symbol{});
      if (trees_.insert(t.usr).second) program_.trees.push_back(std::move(t));
    }
    for (ConstantTable& t : unit.tables) {
      visit(t, Symbol{});
      program_.tables.push_back(std::move(t));
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

  void prepare(TranslationUnit& unit) {
    map_.enter(unit);
    sort_by_place(unit, unit.functions);
    sort_by_place(unit, unit.classes);
    sort_by_place(unit, unit.globals);
    for (const Function& f : unit.functions)
      if (f.has(fn_main) || (f.has(fn_static) && !f.has(fn_header) && !f.class_usr)) map_.keep_apart(f.usr);
    for (bool grown = true; grown;) { // lambdas in them, and lambdas in those
      grown = false;
      for (const Function& f : unit.functions)
        if (f.has(fn_lambda) && map_.is_apart(f.parent) && map_.keep_apart(f.usr)) {
          map_.keep_apart(f.class_usr);
          grown = true;
        }
    }
    for (const Global& g : unit.globals)
      if (g.internal_linkage) map_.keep_apart(g.usr);
  }

  void add_function(Function& f) {
    const Symbol usr = map_.symbol(f.usr);
    const auto [entry, added] =
        program_.function_index.try_emplace(usr, static_cast<std::uint32_t>(program_.functions.size()));
    if (!added) {
      const Function& old = program_.functions[entry->second];
      if (!old.blocks.empty() || f.blocks.empty()) return;
    }
    visit(f, usr);
    if (added) {
      program_.functions.push_back(std::move(f));
      return;
    }
    Function& old = program_.functions[entry->second];
    // Attributes may stand at the declaration in the header or at the definition: the longer list knows more.
    if (f.attributes.size() < old.attributes.size()) f.attributes = std::move(old.attributes);
    old = std::move(f);
  }

  void add_class(Class& c) {
    const auto [entry, added] = program_.class_index.try_emplace(
        map_.symbol(c.usr), static_cast<std::uint32_t>(program_.classes.size()));
    if (!added && (!program_.classes[entry->second].fields.empty() || c.fields.empty())) return;
    visit(c, Symbol{});
    if (added)
      program_.classes.push_back(std::move(c));
    else
      program_.classes[entry->second] = std::move(c);
  }

  void add_global(Global& g) {
    const auto [entry, added] = program_.global_index.try_emplace(
        map_.symbol(g.usr), static_cast<std::uint32_t>(program_.globals.size()));
    if (!added) return;
    visit(g, Symbol{});
    program_.globals.push_back(std::move(g));
  }

  void close_overriders() {
    auto& table = program_.overriders;
    for (std::uint32_t i = 0; i < program_.functions.size(); ++i) {
      if (program_.functions[i].has(fn_declaration)) continue; // nothing is known of what it does
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
  Remapper map_{program_};
  std::unordered_set<Symbol> trees_; ///< functions whose tree is in the program
};

Linker::Linker() : tables_(std::make_unique<Tables>()) {}
Linker::~Linker() = default;

void Linker::add(TranslationUnit unit) { tables_->add(unit); }

Program Linker::finish() { return tables_->finish(); }

Program link(std::vector<TranslationUnit> units) {
  Linker linker;
  for (TranslationUnit& unit : units)
    linker.add(std::move(unit));
  return linker.finish();
}

} // namespace burler::summary
