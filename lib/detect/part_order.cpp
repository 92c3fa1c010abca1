#include "detect/part_order.h"

#include <algorithm>
#include <optional>
#include <set>

namespace burler::detect {

using summary::EventKind;

namespace {

/// The member of the object itself that the path begins with.
Subject member_of(const AccessPath& path) {
  if (path.root.kind != RootKind::self || path.steps.empty() || path.steps[0].kind != StepKind::field)
    return {};
  Subject s;
  s.owner = path.steps[0].owner;
  s.name = path.steps[0].name;
  return s;
}

bool is_plain_pointer(const summary::Type& type) {
  constexpr std::uint32_t owning = summary::type_shares_storage | summary::type_owns_buffer |
                                   summary::type_class | summary::type_container;
  if (type.has(summary::type_reference)) return true;
  return type.has(summary::type_pointer) && (type.flags & (owning & ~summary::type_class)) == 0;
}

class Search {
public:
  explicit Search(const EventIndex& index) : index_(index), program_(index.program()) {}

  std::vector<LatePart> run() {
    for (const EventRef& made : index_.of(EventKind::construct))
      if (index_.function(made).class_usr && !index_.function(made).has(summary::fn_lambda)) look_at(made);
    return std::move(out_);
  }

private:
  const std::string& spelling(const summary::Field& f) const {
    return program_.symbols.text(f.type.spelling);
  }

  bool raw(const summary::Field& f) const {
    const std::string& text = spelling(f);
    return is_plain_pointer(f.type) && text.find('<') == std::string::npos &&
           (f.type.has(summary::type_reference) || text.find('*') != std::string::npos);
  }

  const summary::Field* field(const Subject& s) const { return program_.field(s.owner, s.name); }

  void look_at(const EventRef& made) {
    const summary::Event& e = index_.event(made);
    const summary::Function* constructor = program_.function(e.callee);
    if (constructor == nullptr || constructor->blocks.empty()) return;
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      const Subject used = member_of(e.operands[i]);
      const summary::Field* lent = used.owner ? field(used) : nullptr;
      if (lent == nullptr || raw(*lent) || !others_work_in(lent->type.class_usr, 0)) continue;
      const Subject part = owner_of(made);
      if (!part.owner || part == used || !ends_later(part, used) || ended_by_hand(made, part)) continue;
      for (const Subject& kept : kept_in(*constructor, static_cast<std::uint32_t>(i)))
        if (const auto use = used_at_end(constructor->class_usr, kept))
          if (told_.insert({part, used}).second) out_.push_back({made, *use, part, used});
    }
  }

  bool others_work_in(Symbol class_usr, int depth) const {
    const summary::Class* c = class_usr ? program_.find_class(class_usr) : nullptr;
    if (c == nullptr || depth > 1) return false;
    return std::any_of(c->fields.begin(), c->fields.end(), [&](const summary::Field& f) {
      return (f.type.flags & (summary::type_lock | summary::type_thread | summary::type_condition)) != 0 ||
             others_work_in(f.type.class_usr, depth + 1);
    });
  }

  /// The member that becomes the only owner of what is constructed.
  Subject owner_of(const EventRef& made) const {
    const auto owns = [&](const Subject& s) {
      const summary::Field* f = s.owner ? field(s) : nullptr;
      return f != nullptr && !raw(*f) && spelling(*f).find("shared_ptr") == std::string::npos;
    };
    const AccessPath& object = index_.event(made).dst;
    if (const Subject direct = member_of(object); direct.owner)
      return object.steps.size() == 1 && owns(direct) ? direct : Subject{};
    std::set<PathRoot> names{object.root};
    Subject found;
    index_.walk_after(made, [&](const EventRef& r) {
      const summary::Event& e = index_.event(r);
      const bool moves = e.kind == EventKind::assign || e.kind == EventKind::alloc;
      if (!moves || !names.contains(e.path.root) || e.path.root.kind == RootKind::self) return true;
      if (const Subject s = member_of(e.dst); owns(s)) found = s;
      if (e.dst.root.kind == RootKind::local && e.dst.steps.empty()) names.insert(e.dst.root);
      return true;
    });
    return found;
  }

  bool is_base(Symbol base, Symbol derived, int depth) const {
    const summary::Class* c = program_.find_class(derived);
    return c != nullptr && depth < 6 &&
           std::any_of(
               c->bases.begin(), c->bases.end(),
               [&](Symbol b) { return b == base || is_base(base, b, depth + 1); });
  }

  bool ends_later(const Subject& part, const Subject& used) const {
    if (part.owner == used.owner) return field_number(program_, part) < field_number(program_, used);
    return is_base(part.owner, used.owner, 0);
  }

  /// The destructors of the class and of what derives from it leave members to the language; else the author
  /// has thought of it.
  bool ended_by_hand(const EventRef& made, const Subject& part) const {
    const Symbol maker = index_.function(made).class_usr;
    for (const summary::Function& f : program_.functions) {
      const bool ours = f.class_usr == maker || is_base(maker, f.class_usr, 0);
      if (!f.has(summary::fn_destructor) || f.blocks.empty() || !ours) continue;
      for (const summary::Block& block : f.blocks)
        for (const summary::Event& e : block.events) {
          if (touches(e, part)) return true;
          const bool own = e.kind == EventKind::call && e.callee && e.has_self &&
                           e.self.root.kind == RootKind::self && e.self.steps.empty();
          if (!own) continue;
          for (const EventRef& r : index_.closure_of(e.callee))
            if (touches(index_.event(r), part)) return true;
        }
    }
    return false;
  }

  static bool touches(const summary::Event& e, const Subject& part) {
    const auto is = [&](const AccessPath& p) { return member_of(p) == part; };
    if (e.kind == EventKind::destroy || e.kind == EventKind::read)
      return e.path.steps.size() > 1 && is(e.path);
    return is(e.path) || is(e.dst) || (e.has_self && is(e.self));
  }

  /// Plain pointers and references of the part that the constructor fills with that parameter.
  std::vector<Subject> kept_in(const summary::Function& constructor, std::uint32_t formal) const {
    std::vector<Subject> kept;
    for (const summary::Block& block : constructor.blocks)
      for (const summary::Event& e : block.events) {
        if (e.kind != EventKind::assign || e.path.root.kind != RootKind::formal ||
            e.path.root.index != formal || e.dst.steps.size() != 1)
          continue;
        const Subject s = member_of(e.dst);
        if (const summary::Field* f = s.owner ? field(s) : nullptr; f != nullptr && raw(*f))
          kept.push_back(s);
      }
    return kept;
  }

  std::optional<EventRef> used_at_end(Symbol class_usr, const Subject& kept) const {
    const summary::Function* destructor = destructor_of(program_, class_usr);
    if (destructor == nullptr) return std::nullopt;
    for (const EventRef& r : index_.closure_of(destructor->usr)) {
      const summary::Event& e = index_.event(r);
      const bool uses = (e.kind == EventKind::call && e.has_self && member_of(e.self) == kept) ||
                        (e.path.steps.size() > 1 && member_of(e.path) == kept);
      if (uses && index_.function(r).class_usr == class_usr) return r;
    }
    return std::nullopt;
  }

  const EventIndex& index_;
  const summary::Program& program_;
  std::set<std::pair<Subject, Subject>> told_;
  std::vector<LatePart> out_;
};

} // namespace

std::vector<LatePart> find_late_parts(const EventIndex& index) { return Search(index).run(); }

} // namespace burler::detect
