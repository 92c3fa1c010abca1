// Which numbers are computed from which: what tells a value that all threads of a team share from one that
// each has for itself.
#include "extract/function_extractor.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {
constexpr std::size_t most_flows = 256, most_sources = 8;
} // namespace

/// `target` receives `source`; with `more`, combined with what it was. Numbers and what is made of them:
/// structs are taken apart.
void FunctionExtractor::note_flow(const AccessPath& target, QualType type, const Expr* source, bool more) {
  if (!target || source == nullptr || type.isNull() || out_.flows.size() >= most_flows) return;
  source = source->IgnoreImplicit();
  if (const auto* list = dyn_cast<InitListExpr>(source); list != nullptr && type->isRecordType()) {
    const RecordDecl* record = type->getAsRecordDecl();
    unsigned next = 0;
    if (const auto* cxx = dyn_cast<CXXRecordDecl>(record)) next = cxx->getNumBases();
    for (const FieldDecl* member : record->fields()) {
      if (record->isUnion() || next >= list->getNumInits()) return;
      if (!member->isUnnamedBitField())
        note_flow(field({target}, member).path, member->getType(), list->getInit(next++));
    }
    return;
  }
  if (const auto* literal = dyn_cast<CompoundLiteralExpr>(source))
    return note_flow(target, type, literal->getInitializer(), more);
  if (!type->isIntegralOrEnumerationType() && !type->isAtomicType()) return;
  Flow flow;
  flow.to = target;
  named_things(source, flow.from, 0);
  flow.copy = !more && flow.from.size() == 1 && value(source).path == flow.from.front();
  if (more && std::find(flow.from.begin(), flow.from.end(), target) == flow.from.end())
    flow.from.push_back(target);
  if (flow.from.size() > most_sources) flow.from.resize(most_sources);
  if (!flow.from.empty()) out_.flows.push_back(std::move(flow));
}

} // namespace burler::extract
