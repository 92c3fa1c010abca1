#include "openmp/solver.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include <z3++.h>
#pragma GCC diagnostic pop

namespace burler::openmp {
namespace {

constexpr unsigned milliseconds = 400;
constexpr std::size_t most_questions = 4000;
constexpr std::size_t most_unknown = 15; ///< each may have cost the whole time limit

} // namespace

struct Solver::Z3 {
  z3::context context;
  std::unordered_map<Term, z3::expr> done;
  std::vector<z3::expr> facts; ///< contents of the tables that the current question reads
  std::unordered_map<std::uint32_t, bool> described;
  std::optional<z3::model> model;
};

namespace {

/// Terms as Z3 expressions; booleans are made integers only where a number is needed.
class Translation {
public:
  Translation(z3::context& context, const TermPool& terms, std::unordered_map<Term, z3::expr>& done,
              const std::function<void(std::uint32_t, const z3::func_decl&)>& met)
      : context_(context), terms_(terms), done_(done), met_(met) {}

  z3::expr number(Term t) {
    if (const auto known = done_.find(t); known != done_.end()) return known->second;
    z3::expr made = make_number(t);
    done_.emplace(t, made);
    return made;
  }

  z3::expr truth(Term t) {
    const TermNode& n = terms_[t];
    switch (n.kind) {
    case TermKind::less:
      return number(n.kids[0]) < number(n.kids[1]);
    case TermKind::less_equal:
      return number(n.kids[0]) <= number(n.kids[1]);
    case TermKind::equal:
      return number(n.kids[0]) == number(n.kids[1]);
    case TermKind::both:
      return truth(n.kids[0]) && truth(n.kids[1]);
    case TermKind::either:
      return truth(n.kids[0]) || truth(n.kids[1]);
    case TermKind::negation:
      return !truth(n.kids[0]);
    default:
      return number(t) != 0;
    }
  }

private:
  z3::expr make_number(Term t) {
    const TermNode& n = terms_[t];
    switch (n.kind) {
    case TermKind::constant:
      return context_.int_val(n.value);
    case TermKind::symbol:
      return context_.int_const(("s" + std::to_string(n.value)).c_str());
    case TermKind::sum: {
      z3::expr sum = number(n.kids[0]);
      for (std::size_t i = 1; i < n.kids.size(); ++i)
        sum = sum + number(n.kids[i]);
      return sum;
    }
    case TermKind::product: {
      z3::expr product = context_.int_val(n.value);
      for (const Term kid : n.kids)
        product = product * number(kid);
      return product;
    }
    case TermKind::divide:
    case TermKind::remainder: {
      // C truncates towards zero; Z3's div rounds so that the remainder is not negative.
      const z3::expr a = number(n.kids[0]), b = number(n.kids[1]);
      const z3::expr quotient = z3::ite(a >= 0, a / b, -((-a) / b));
      return n.kind == TermKind::divide ? quotient : a - b * quotient;
    }
    case TermKind::select:
      return z3::ite(truth(n.kids[0]), number(n.kids[1]), number(n.kids[2]));
    case TermKind::load: {
      z3::sort_vector domain(context_);
      z3::expr_vector arguments(context_);
      for (const Term kid : n.kids) {
        domain.push_back(context_.int_sort());
        arguments.push_back(number(kid));
      }
      const std::string name = "m" + std::to_string(n.value) + "_" + std::to_string(n.kids.size());
      if (n.kids.empty()) return context_.int_const(name.c_str());
      const z3::func_decl function = context_.function(name.c_str(), domain, context_.int_sort());
      if (n.kids.size() == 1) met_(TermPool::symbol_of(n.value), function);
      return function(arguments);
    }
    default:
      return z3::ite(truth(t), context_.int_val(1), context_.int_val(0));
    }
  }

  z3::context& context_;
  const TermPool& terms_;
  std::unordered_map<Term, z3::expr>& done_;
  const std::function<void(std::uint32_t, const z3::func_decl&)>& met_;
};

} // namespace

Solver::Solver(const TermPool& terms, Tables tables)
    : terms_(terms), tables_(std::move(tables)), z3_(std::make_unique<Z3>()) {}
Solver::~Solver() = default;

Answer Solver::satisfiable(const std::vector<Term>& conjuncts) {
  z3_->model.reset();
  for (const Term t : conjuncts)
    if (t != 0 && terms_.is_false(t)) return Answer::no;
  if (++questions_ > most_questions || unknown_ > most_unknown) return Answer::unknown;
  try {
    const std::function<void(std::uint32_t, const z3::func_decl&)> met = [&](std::uint32_t function,
                                                                             const z3::func_decl& f) {
      const std::vector<std::int64_t>* table = tables_(function);
      if (table == nullptr || !z3_->described.emplace(function, true).second) return;
      for (std::size_t i = 0; i < table->size(); ++i)
        z3_->facts.push_back(f(z3_->context.int_val(static_cast<std::int64_t>(i))) ==
                             z3_->context.int_val((*table)[i]));
    };
    Translation translation(z3_->context, terms_, z3_->done, met);
    z3::solver solver(z3_->context);
    z3::params parameters(z3_->context);
    parameters.set("timeout", milliseconds);
    solver.set(parameters);
    for (const Term t : conjuncts)
      if (t != 0) solver.add(translation.truth(t));
    for (const z3::expr& fact : z3_->facts)
      solver.add(fact);
    const z3::check_result result = solver.check();
    if (result == z3::unsat) return Answer::no;
    if (result != z3::sat) {
      ++unknown_;
      return Answer::unknown;
    }
    z3_->model = solver.get_model();
    return Answer::yes;
  } catch (const z3::exception&) {
    return Answer::unknown;
  }
}

std::optional<std::int64_t> Solver::value(Term t) {
  if (t == 0 || !z3_->model) return std::nullopt;
  try {
    const std::function<void(std::uint32_t, const z3::func_decl&)> none = [](std::uint32_t,
                                                                             const z3::func_decl&) {};
    Translation translation(z3_->context, terms_, z3_->done, none);
    std::int64_t number = 0;
    const z3::expr result = z3_->model->eval(translation.number(t), true);
    if (result.is_numeral_i64(number)) return number;
  } catch (const z3::exception&) {
  }
  return std::nullopt;
}

} // namespace burler::openmp
