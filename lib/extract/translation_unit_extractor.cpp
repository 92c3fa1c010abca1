#include "extract/translation_unit_extractor.h"

#include "extract/attributes.h"
#include "extract/function_extractor.h"
#include "extract/sound_body.h"
#include "extract/suppression.h"
#include "extract/tree_builder.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

class Declarations {
public:
  explicit Declarations(UnitBuilder& unit) : unit_(unit) {}

  void context(const DeclContext* scope) {
    for (const Decl* decl : scope->decls())
      declaration(decl);
  }

  /// Functions whose bodies are elsewhere, for the contracts that they declare.
  void contracts() {
    std::unordered_set<const Decl*> seen;
    for (const FunctionDecl* decl : declared_)
      if (!decl->hasBody() && seen.insert(decl->getCanonicalDecl()).second &&
          !thread_safety_facts(unit_, decl).empty())
        unit_.unit.functions.push_back(FunctionExtractor(unit_, decl).declaration());
  }

private:
  void declaration(const Decl* decl) {
    if (const auto* nested = dyn_cast<NamespaceDecl>(decl)) return context(nested);
    if (const auto* linkage = dyn_cast<LinkageSpecDecl>(decl)) return context(linkage);
    if (const auto* exported = dyn_cast<ExportDecl>(decl)) return context(exported);
    if (const auto* generic = dyn_cast<FunctionTemplateDecl>(decl)) {
      if (unit_.in_system_header(decl)) return;
      for (const FunctionDecl* instance : generic->specializations())
        function(instance);
      return;
    }
    if (const auto* generic = dyn_cast<ClassTemplateDecl>(decl)) {
      if (unit_.in_system_header(decl)) return;
      for (const ClassTemplateSpecializationDecl* instance : generic->specializations())
        record(instance);
      return;
    }
    if (const auto* generic = dyn_cast<VarTemplateDecl>(decl)) {
      if (unit_.in_system_header(decl)) return;
      for (const VarTemplateSpecializationDecl* instance : generic->specializations())
        variable(instance);
      return;
    }
    if (unit_.in_system_header(decl)) return;
    if (const auto* method = dyn_cast<FunctionDecl>(decl)) return function(method);
    if (const auto* type = dyn_cast<RecordDecl>(decl)) return record(type);
    if (const auto* global = dyn_cast<VarDecl>(decl)) return variable(global);
  }

  void function(const FunctionDecl* decl) {
    if (decl->isImplicit()) return;
    if (decl->doesThisDeclarationHaveABody())
      unit_.enqueue(decl);
    else if (decl->hasAttrs() && !decl->isDependentContext() && decl->isExternallyVisible())
      declared_.push_back(decl);
  }

  void record(const RecordDecl* decl) {
    if (!decl->isThisDeclarationADefinition() || decl->isDependentContext()) return;
    unit_.record(decl);
    context(decl);
  }

  void variable(const VarDecl* decl) {
    if (!decl->hasGlobalStorage() || decl->isThisDeclarationADefinition() == VarDecl::DeclarationOnly) return;
    if (!decl->getType()->isDependentType() && !decl->isInvalidDecl()) unit_.global(decl);
    if (decl->getInit() != nullptr) lambdas(decl->getInit(), 0);
  }

  /// Closures in the initialisers of namespace-scope variables.
  void lambdas(const Stmt* statement, int depth) {
    if (statement == nullptr || depth > 100) return;
    if (const auto* lambda = dyn_cast<LambdaExpr>(statement))
      return unit_.lambda(lambda->getLambdaClass(), nullptr);
    for (const Stmt* child : statement->children())
      lambdas(child, depth + 1);
  }

  UnitBuilder& unit_;
  std::vector<const FunctionDecl*> declared_; ///< with attributes
};

} // namespace

void extract_declarations(TranslationUnit& unit, const ASTContext& context, const model::Model& model,
                          const Claim& claim, bool sound_only,
                          const std::vector<clang::SourceLocation>& errors) {
  UnitBuilder builder(unit, context, model, claim);
  builder.sound_only = sound_only;
  builder.errors = &errors;
  // File 0 is the main file: places without a file point there.
  builder.place(context.getSourceManager().getLocForStartOfFile(context.getSourceManager().getMainFileID()));
  Declarations declarations(builder);
  declarations.context(context.getTranslationUnitDecl());
  const bool damaged = context.getDiagnostics().hasUncompilableErrorOccurred();
  bool teams = context.getLangOpts().OpenMP != 0;
  std::vector<const FunctionDecl*> bodies;
  std::size_t written = 0;
  const auto flatten = [&] {
    while (const FunctionDecl* function = builder.next()) {
      unit.functions.push_back(FunctionExtractor(builder, function).run());
      if (damaged && !is_sound(function)) continue;
      bodies.push_back(function);
      teams = teams || TreeBuilder(builder, function).has_thread_team();
    }
  };
  // Trees of all bodies, or of none; making them may bring up further functions.
  for (flatten(); teams && written < bodies.size(); flatten())
    while (written < bodies.size())
      unit.trees.push_back(TreeBuilder(builder, bodies[written++]).run());
  declarations.contracts();
  collect_suppressions(builder);
}

} // namespace burler::extract
