#include "extract/unit_builder.h"

#include "base/hash.h"
#include "extract/attributes.h"
#include "extract/static_initialisers.h"

#include <filesystem>

namespace burler::extract {

using namespace clang;
using namespace summary;

UnitBuilder::UnitBuilder(TranslationUnit& target, const ASTContext& ast, const model::Model& model,
                         Claim claim)
    : unit(target), context(ast), types(ast, model), claim_(std::move(claim)) {}

Place UnitBuilder::place(SourceLocation location) {
  const SourceManager& sources = context.getSourceManager();
  if (location.isInvalid()) return {};
  location = sources.getFileLoc(location);
  const auto [file, offset] = sources.getDecomposedLoc(location);
  const auto entry = sources.getFileEntryRefForID(file);
  Place place;
  place.line = sources.getLineNumber(file, offset);
  place.column = sources.getColumnNumber(file, offset);
  const FileEntry* key = entry ? &entry->getFileEntry() : nullptr;
  auto [known, fresh] = files_.emplace(key, static_cast<std::uint32_t>(unit.files.size()));
  if (fresh) {
    llvm::StringRef name = entry ? entry->getName() : sources.getBufferName(location);
    std::filesystem::path path(name.str());
    if (path.is_relative()) path = std::filesystem::path(unit.directory) / path;
    unit.files.push_back(path.lexically_normal().string());
  }
  place.file = known->second;
  return place;
}

bool UnitBuilder::in_system_header(const Decl* decl) const {
  const SourceManager& sources = context.getSourceManager();
  const SourceLocation location = sources.getExpansionLoc(decl->getLocation());
  return location.isInvalid() || sources.isInSystemHeader(location);
}

bool UnitBuilder::in_main_file(const Decl* decl) const {
  const SourceManager& sources = context.getSourceManager();
  return sources.isWrittenInMainFile(sources.getExpansionLoc(decl->getLocation()));
}

/// USRs of entities with internal linkage name the file without its folder: two files of one name would
/// collide.
std::string UnitBuilder::file_suffix(const Decl* decl) {
  const auto* named = dyn_cast<NamedDecl>(decl);
  if (named == nullptr || named->isExternallyVisible()) return {};
  const Place where = place(decl->getLocation());
  if (where.file >= unit.files.size()) return {};
  return "@" + StableHash().add(unit.files[where.file]).hex();
}

Symbol UnitBuilder::usr(const Decl* decl) {
  if (decl == nullptr) return {};
  decl = decl->getCanonicalDecl();
  if (const auto found = usrs_.find(decl); found != usrs_.end()) return found->second;
  const CXXRecordDecl* closure = dyn_cast<CXXRecordDecl>(decl);
  const auto* method = dyn_cast<CXXMethodDecl>(decl);
  if (method != nullptr && method->getParent()->isLambda()) closure = method->getParent();
  std::string text;
  if (closure != nullptr && closure->isLambda()) {
    const auto known = lambdas_.find(closure->getCanonicalDecl());
    text = known != lambdas_.end() ? known->second.usr : "lambda";
    if (method != nullptr)
      text += method->getOverloadedOperator() == OO_Call ? "()" : method->getNameAsString();
    if (method != nullptr && method->getTemplateSpecializationArgs() != nullptr)
      text += "<" + method->getType().getCanonicalType().getAsString() + ">";
    if (known == lambdas_.end())
      return symbol(text + "@" + std::to_string(decl->getLocation().getRawEncoding()));
  } else {
    llvm::SmallString<128> buffer;
    if (index::generateUSRForDecl(decl, buffer)) buffer = "?" + qualified_name(cast<NamedDecl>(decl));
    text = buffer.str().str() + file_suffix(decl);
  }
  return usrs_[decl] = symbol(text);
}

Symbol UnitBuilder::user_name(const NamedDecl* decl) {
  const auto* method = dyn_cast<CXXMethodDecl>(decl);
  const auto* record = method != nullptr ? method->getParent() : dyn_cast<CXXRecordDecl>(decl);
  if (record != nullptr && record->isLambda()) {
    const auto known = lambdas_.find(record->getCanonicalDecl());
    return symbol(known != lambdas_.end() ? known->second.name : "lambda");
  }
  return symbol(types.name(decl));
}

Symbol UnitBuilder::type_name(QualType type) {
  while (const auto* alias = type->getAs<TypedefType>()) {
    if (!isa<CXXRecordDecl>(alias->getDecl()->getDeclContext())) break;
    type = context.getQualifiedType(alias->getDecl()->getUnderlyingType(), type.getQualifiers());
  }
  if (const auto* substituted = type->getAs<SubstTemplateTypeParmType>())
    type = substituted->getReplacementType();
  PrintingPolicy policy(context.getLangOpts());
  policy.SuppressTagKeyword = true;
  policy.SuppressScope = false;
  return symbol(type.getAsString(policy));
}

Type UnitBuilder::type(QualType type, const VarDecl* variable) {
  Type result;
  result.spelling = type_name(type);
  result.flags = types.flags(type);
  if (variable != nullptr && variable->getTLSKind() != VarDecl::TLS_None) result.flags |= type_thread_local;
  if (const RecordDecl* behind = types.record_behind(type); behind != nullptr && !in_system_header(behind)) {
    result.class_usr = usr(behind);
  }
  return result;
}

Symbol UnitBuilder::global(const VarDecl* variable) {
  const Symbol id = usr(variable);
  if (!seen_.insert(variable->getCanonicalDecl()).second) return id;
  Global global;
  global.usr = id;
  global.name = user_name(variable);
  global.type = type(variable->getType(), variable);
  global.place = place(variable->getLocation());
  if (const auto* function = dyn_cast<FunctionDecl>(variable->getDeclContext())) {
    global.owner = usr(function);
    global.name = symbol(unit.symbols.text(user_name(function)) + "::" + variable->getNameAsString());
  }
  const VarDecl* initialised = variable->getInitializingDeclaration();
  global.constant_initialised =
      initialised == nullptr || initialised->getInit() == nullptr ||
      (!initialised->getInit()->isValueDependent() && initialised->hasConstantInitialization());
  global.internal_linkage = !variable->isExternallyVisible();
  global.guarded_by = guarded_by(*this, variable);
  global.acquired_before = acquired_before(*this, variable);
  global.acquired_after = acquired_after(*this, variable);
  global.initial = static_initialisers(*this, variable);
  unit.globals.push_back(std::move(global));
  return id;
}

Symbol UnitBuilder::static_guard(const VarDecl* variable) {
  const Symbol id = symbol(unit.symbols.text(global(variable)) + "@guard");
  if (!seen_guards_.insert(id.id).second) return id;
  Global guard;
  guard.usr = id;
  const auto* function = dyn_cast<FunctionDecl>(variable->getDeclContext());
  guard.name = symbol("initialisation of static " +
                      (function != nullptr ? unit.symbols.text(user_name(function)) + "::" : "") +
                      variable->getNameAsString());
  guard.type.spelling = symbol("static-local guard");
  guard.type.flags = type_lock | type_sync; // a lock that is taken once
  guard.place = place(variable->getLocation());
  if (function != nullptr) guard.owner = usr(function);
  guard.constant_initialised = true;
  guard.internal_linkage = !variable->isExternallyVisible();
  unit.globals.push_back(std::move(guard));
  return id;
}

bool UnitBuilder::is_recursive_initialiser(const Expr* init) const {
  SourceLocation at = init == nullptr ? SourceLocation() : init->getBeginLoc();
  const SourceManager& sources = context.getSourceManager();
  for (int depth = 0; at.isMacroID() && depth < 4; ++depth) {
    if (Lexer::getImmediateMacroName(at, sources, context.getLangOpts()).contains("RECURSIVE")) return true;
    at = sources.getImmediateMacroCallerLoc(at);
  }
  return false;
}

Symbol UnitBuilder::library_object(const std::string& name, bool lock) {
  const Symbol id = symbol((lock ? "model:" : "model-state:") + name);
  if (!seen_guards_.insert(id.id).second) return id;
  Global object;
  object.usr = id;
  object.name = symbol(name);
  object.type.spelling = symbol(lock ? "lock of a library" : "state of a library");
  if (lock) object.type.flags = type_lock;
  object.constant_initialised = true;
  unit.globals.push_back(std::move(object));
  return id;
}

namespace {

/// By the words of its name: what it returns is new each time, or belongs to the calling thread.
bool returns_own_object(llvm::StringRef name) {
  for (const char* word :
       {"new",  "alloc", "creat",   "make", "dup", "copy",   "clone", "open",  "pop",  "next",  "acquire",
        "take", "claim", "current", "self", "tls", "thread", "local", "errno", "init", "build", "spawn"})
    if (name.contains_insensitive(word)) return true;
  return false;
}

} // namespace

Symbol UnitBuilder::returned_object(const FunctionDecl* function) {
  const QualType type = function->getReturnType();
  if (!type->isPointerType() || function->getNumParams() != 0 || function->isVariadic() ||
      isa<CXXMethodDecl>(function) || !function->getIdentifier() || function->hasAttr<RestrictAttr>() ||
      returns_own_object(function->getName()))
    return {};
  const FunctionDecl* definition = nullptr;
  const QualType object = type->getPointeeType();
  if (function->hasBody(definition) || in_system_header(function) || object->isVoidType() ||
      object->isFunctionType() || object->isIncompleteType() || object.isConstQualified())
    return {};
  const auto* record = object->getAsRecordDecl();
  const std::string from = unit.symbols.text(usr(function));
  const Symbol id = symbol("returned:" + (record != nullptr ? unit.symbols.text(usr(record)) : from));
  if (!seen_guards_.insert(id.id).second) return id;
  Global result;
  result.usr = id;
  result.name = symbol("object returned by " + function->getNameAsString());
  result.type = this->type(object);
  result.place = place(function->getLocation());
  result.constant_initialised = true;
  unit.globals.push_back(std::move(result));
  return id;
}

void UnitBuilder::record(const RecordDecl* definition) {
  if (definition == nullptr || !definition->isThisDeclarationADefinition() ||
      definition->isDependentContext())
    return;
  if (!seen_.insert(definition->getCanonicalDecl()).second) return;
  Class result;
  result.usr = usr(definition);
  result.name = user_name(definition);
  result.place = place(definition->getLocation());
  result.in_system_header = in_system_header(definition);
  if (const auto* cxx = dyn_cast<CXXRecordDecl>(definition)) {
    result.is_lambda = cxx->isLambda();
    result.is_polymorphic = cxx->isPolymorphic();
    for (const CXXBaseSpecifier& base : cxx->bases())
      if (const auto* parent = base.getType()->getAsCXXRecordDecl()) result.bases.push_back(usr(parent));
  }
  const model::TypeModel* model = types.model().type(types.name(definition));
  for (const FieldDecl* member : definition->fields()) {
    if (result.is_lambda) break; // captures are described by the closure event
    Field field;
    field.name = symbol(member->getName());
    field.type = type(member->getType());
    field.place = place(member->getLocation());
    field.is_public = member->getAccess() == AS_public || member->getAccess() == AS_none;
    field.is_mutable = member->isMutable();
    field.is_thread_index =
        model != nullptr && !model->thread_index.empty() && member->getName() == model->thread_index;
    field.guarded_by = guarded_by(*this, member);
    field.pt_guarded_by = pt_guarded_by(*this, member);
    field.acquired_before = acquired_before(*this, member);
    field.acquired_after = acquired_after(*this, member);
    result.fields.push_back(std::move(field));
  }
  unit.classes.push_back(std::move(result));
}

void UnitBuilder::lambda(const CXXRecordDecl* closure, const FunctionDecl* parent) {
  closure = closure->getCanonicalDecl();
  if (lambdas_.contains(closure)) return;
  const Decl* scope = parent;
  const unsigned number = ++lambda_counts_[scope];
  Lambda known;
  if (parent != nullptr) known.parent = usr(parent);
  const std::string where = parent != nullptr ? unit.symbols.text(known.parent) : unit.main_file;
  known.usr = where + "#lambda" + std::to_string(number);
  known.name = (parent != nullptr ? unit.symbols.text(user_name(parent)) + "::" : "") + "lambda#" +
               std::to_string(number);
  lambdas_.emplace(closure, std::move(known));
  record(closure->getDefinition());
  if (const CXXMethodDecl* body = closure->getLambdaCallOperator()) {
    if (const auto* generic = body->getDescribedFunctionTemplate()) {
      for (const FunctionDecl* instance : generic->specializations())
        enqueue(instance);
    } else {
      enqueue(body);
    }
  }
}

void UnitBuilder::enqueue(const FunctionDecl* function) {
  const FunctionDecl* definition = nullptr;
  if (function == nullptr || !function->hasBody(definition) || definition->isDependentContext()) return;
  if (definition->hasSkippedBody() || in_system_header(definition)) return;
  if (!seen_.insert(definition->getCanonicalDecl()).second) return;
  if (definition->isInvalidDecl() && sound_only) {
    ++unit.lost_functions;
    return;
  }
  const std::string& id = unit.symbols.text(usr(definition));
  if (!seen_usrs_.insert(id).second) return;
  if (claim_ && definition->isExternallyVisible() && !in_main_file(definition) && !claimed(id)) return;
  queue_.push_back(definition);
}

/// The summary remembers both answers: they decide later whether the summaries of a run are complete.
bool UnitBuilder::claimed(const std::string& usr) {
  const std::uint64_t key = StableHash().add(usr).value();
  const bool ours = claim_(key);
  (ours ? unit.claimed : unit.declined).push_back(key);
  return ours;
}

const FunctionDecl* UnitBuilder::next() {
  if (queue_.empty()) return nullptr;
  const FunctionDecl* function = queue_.front();
  queue_.pop_front();
  return function;
}

} // namespace burler::extract
