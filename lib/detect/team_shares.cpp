#include "detect/team_shares.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace burler::detect {
namespace {

using summary::Event;
using summary::EventKind;
using Names = std::set<std::string>;

struct Indexed {
  EventRef at;
  AccessPath base; ///< up to the first index
  AccessPath path;
  Names names; ///< variables in its indices
};

Names names_in(const std::string& text) {
  Names out;
  for (std::size_t i = 0; i < text.size();) {
    const auto letter = [&](std::size_t at) {
      return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
    };
    std::size_t end = i;
    while (letter(end))
      ++end;
    const bool member = i > 0 && (text[i - 1] == '.' || text[i - 1] == '>');
    if (end > i && !member && std::isdigit(static_cast<unsigned char>(text[i])) == 0)
      out.insert(text.substr(i, end - i));
    i = std::max(end, i + 1);
  }
  return out;
}

class Finder {
public:
  Finder(const EventIndex& index, const Teams& teams) : index_(index), teams_(teams) {}

  std::vector<ForeignRow> run() {
    for (std::uint32_t f = 0; f < index_.program().functions.size(); ++f)
      if (teams_.knows_number(f)) function(f);
    return std::move(out_);
  }

private:
  std::optional<Indexed> indexed(const EventRef& r, const AccessPath& path) const {
    const auto first = std::find_if(path.steps.begin(), path.steps.end(),
                                    [](const PathStep& s) { return s.kind == StepKind::index; });
    if (first == path.steps.end()) return std::nullopt;
    Indexed out{r, {path.root, {path.steps.begin(), first}}, path, {}};
    for (auto s = first; s != path.steps.end(); ++s) {
      if (s->kind != StepKind::index) return std::nullopt; // an element's own pointer: another object
      const std::string& text = index_.program().symbols.text(s->name);
      if (text.empty()) return std::nullopt;
      out.names.merge(names_in(text));
    }
    return out;
  }

  bool writes_through(Symbol callee, std::size_t formal) const {
    const summary::Function* f = index_.program().function(callee);
    if (f == nullptr) return false;
    for (const summary::Block& block : f->blocks)
      for (const Event& e : block.events)
        if (e.kind == EventKind::write && e.path.root.kind == RootKind::formal &&
            e.path.root.index == formal && !e.path.steps.empty() &&
            e.path.steps.front().kind == StepKind::deref)
          return true;
    return false;
  }

  void function(std::uint32_t f) {
    const auto& blocks = index_.program().functions[f].blocks;
    std::vector<Indexed> writes, reads;
    const auto keep = [](std::vector<Indexed>& to, std::optional<Indexed> found) {
      if (found) to.push_back(std::move(*found));
    };
    for (std::uint32_t b = 0; b < blocks.size(); ++b)
      for (std::uint32_t i = 0; i < blocks[b].events.size(); ++i) {
        const EventRef r{f, b, i};
        const Event& e = index_.event(r);
        if (e.kind == EventKind::write) keep(writes, indexed(r, e.path));
        if (e.kind == EventKind::read) keep(reads, indexed(r, e.path));
        if (e.kind != EventKind::call) continue;
        for (std::size_t o = 0; o < e.operands.size() && o < 64; ++o)
          if ((e.by_reference >> o & 1) != 0 && writes_through(e.callee, o))
            keep(writes, indexed(r, e.operands[o]));
      }
    if (writes.empty() || reads.empty()) return;
    std::set<std::pair<AccessPath, std::string>> told;
    for (const Indexed& read : reads)
      for (const Indexed& write : writes) {
        if (read.base != write.base || !together(write.at, read.at)) continue;
        const std::string left_out = missing(f, write.names, read.names);
        if (left_out.empty() || !told.insert({read.path, left_out}).second) continue;
        out_.push_back({write.at, read.at, write.path, left_out});
      }
  }

  /// Without a barrier between the two.
  bool together(const EventRef& a, const EventRef& b) const {
    bool reached = false;
    index_.walk_after(a, [&](const EventRef& r) {
      reached = reached || r == b;
      return !reached && !teams_.may_meet(r);
    });
    return reached;
  }

  /// A part of the number that `read` leaves out although another part that it uses is a rest after it.
  std::string missing(std::uint32_t f, const Names& write, const Names& read) const {
    const summary::Function& function = index_.program().functions[f];
    std::map<std::string, std::vector<AccessPath>> variables;
    for (std::uint32_t i = 0; i < function.locals.size(); ++i)
      variables[index_.program().symbols.text(function.locals[i].name)].push_back(
          {{RootKind::local, i, function.usr}, {}});
    const auto varying = [&](const std::string& name) {
      const auto found = variables.find(name);
      return found != variables.end() && found->second.size() == 1 && teams_.varies(f, found->second[0]);
    };
    for (const std::string& name : read)
      if (!write.contains(name) && varying(name)) return {}; // a number of its own
    for (const std::string& part : write) {
      if (read.contains(part) || !varying(part)) continue;
      for (const std::string& rest : read)
        if (write.contains(rest) && varying(rest) &&
            is_rest(function, variables.at(rest)[0], variables.at(part)[0]))
          return part;
    }
    return {};
  }

  /// `rest` is computed from `part` and from what `part` itself is computed from: row - i3 * n.
  static bool is_rest(const summary::Function& f, const AccessPath& rest, const AccessPath& part) {
    const auto from = [&](const AccessPath& to) {
      std::set<AccessPath> out;
      for (const summary::Flow& flow : f.flows)
        if (flow.to == to) out.insert(flow.from.begin(), flow.from.end());
      return out;
    };
    const std::set<AccessPath> of_rest = from(rest), of_part = from(part);
    if (!of_rest.contains(part) || of_part.contains(rest)) return false;
    return std::any_of(of_part.begin(), of_part.end(), [&](const AccessPath& p) {
      return p.root.kind == RootKind::local && of_rest.contains(p);
    });
  }

  const EventIndex& index_;
  const Teams& teams_;
  std::vector<ForeignRow> out_;
};

} // namespace

std::vector<ForeignRow> find_foreign_rows(const EventIndex& index, const Teams& teams) {
  if (teams.empty()) return {};
  return Finder(index, teams).run();
}

} // namespace burler::detect
