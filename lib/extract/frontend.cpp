#include "extract/frontend.h"

#include "extract/translation_unit_extractor.h"

#include "clang/Tooling/Tooling.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace burler::extract {

using namespace clang;

namespace {

/// Keeps the first errors as one line each.
class Errors : public DiagnosticConsumer {
public:
  explicit Errors(summary::TranslationUnit& unit) : unit_(unit), out_(unit.errors) {}
  void HandleDiagnostic(DiagnosticsEngine::Level level, const Diagnostic& info) override {
    DiagnosticConsumer::HandleDiagnostic(level, info);
    if (level < DiagnosticsEngine::Error) return;
    // What the parser skips to find its feet again may be a whole function, of which no declaration remains.
    const unsigned category = DiagnosticIDs::getCategoryNumberForDiag(info.getID());
    if (DiagnosticIDs::getCategoryNameFromID(category) == "Parse Issue") ++unit_.lost_functions;
    if (info.getLocation().isValid()) places_.push_back(info.getLocation());
    if (out_.size() >= 5) return;
    llvm::SmallString<128> text;
    info.FormatDiagnostic(text);
    std::string where;
    if (info.hasSourceManager() && info.getLocation().isValid()) {
      const auto place = info.getSourceManager().getPresumedLoc(info.getLocation());
      if (place.isValid())
        where = std::string(place.getFilename()) + ":" + std::to_string(place.getLine()) + ": ";
    }
    out_.push_back(where + text.str().str());
  }
  const std::vector<SourceLocation>& places() const { return places_; }

private:
  summary::TranslationUnit& unit_;
  std::vector<std::string>& out_;
  std::vector<SourceLocation> places_; ///< of all errors
};

class Consumer : public ASTConsumer {
public:
  Consumer(summary::TranslationUnit& unit, const model::Model& model, const FrontendOptions& options,
           const Errors& errors, CompilerInstance& compiler)
      : unit_(unit), model_(model), options_(options), errors_(errors), compiler_(compiler) {}

  /// Bodies in system headers are described by models: not parsing them saves most of the time.
  bool shouldSkipFunctionBody(Decl* decl) override {
    const SourceManager& sources = compiler_.getSourceManager();
    return sources.isInSystemHeader(sources.getExpansionLoc(decl->getLocation()));
  }
  void HandleTranslationUnit(ASTContext& context) override {
    const std::clock_t start = std::clock();
    extract_declarations(unit_, context, model_, options_.claim, options_.sound_only, errors_.places());
    if (options_.timing != nullptr)
      options_.timing->extract = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  }

private:
  summary::TranslationUnit& unit_;
  const model::Model& model_;
  const FrontendOptions& options_;
  const Errors& errors_;
  CompilerInstance& compiler_;
};

class Action : public ASTFrontendAction {
public:
  Action(summary::TranslationUnit& unit, const model::Model& model, const FrontendOptions& options,
         const Errors& errors)
      : unit_(unit), model_(model), options_(options), errors_(errors) {}
  bool BeginInvocation(CompilerInstance& compiler) override {
    compiler.getFrontendOpts().SkipFunctionBodies = true;
    return true;
  }
  bool BeginSourceFileAction(CompilerInstance& compiler) override {
    Preprocessor& preprocessor = compiler.getPreprocessor();
    preprocessor.addPPCallbacks(watch_headers(preprocessor, options_.stubs, headers_));
    return true;
  }
  void EndSourceFileAction() override {
    unit_.stub_headers = std::move(headers_.stubs);
    unit_.missing_headers = std::move(headers_.missing);
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance& compiler, llvm::StringRef) override {
    return std::make_unique<Consumer>(unit_, model_, options_, errors_, compiler);
  }

private:
  summary::TranslationUnit& unit_;
  const model::Model& model_;
  const FrontendOptions& options_;
  const Errors& errors_;
  HeaderNotes headers_;
};

bool has_headers(const std::filesystem::path& clang) {
  std::error_code ignored;
  const auto real = std::filesystem::canonical(clang, ignored);
  if (ignored) return false;
  const auto folder = real.parent_path().parent_path() / "lib" / "clang";
  for (const auto& version : std::filesystem::directory_iterator(folder, ignored))
    if (std::filesystem::exists(version.path() / "include" / "stddef.h")) return true;
  return false;
}

} // namespace

summary::TranslationUnit extract_unit(const Command& command, const model::Model& model,
                                      const FrontendOptions& options) {
  summary::TranslationUnit unit;
  unit.main_file = command.file;
  unit.directory = command.directory;
  if (!options.in_memory && !std::filesystem::exists(command.file)) {
    unit.errors.push_back("the source file does not exist any more; update the compile database");
    return unit;
  }
  std::vector<std::string> arguments =
      adjusted(command, {options.clang_path, options.cuda_stubs, options.cuda_path}, unit.notes);
  if (options.stubs.use == StubUse::on)
    for (const std::string& folder : options.stubs.folders)
      arguments.insert(arguments.end(), {"-isystem", folder});
  // A file system with a working directory of its own: the process keeps its.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk = llvm::vfs::createPhysicalFileSystem();
  disk->setCurrentWorkingDirectory(command.directory);
  if (options.dependencies != nullptr) disk = recording(disk, *options.dependencies);
  auto overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(disk);
  if (options.in_memory) {
    auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    memory->addFile(command.file, 0, llvm::MemoryBuffer::getMemBufferCopy(*options.in_memory));
    overlay->pushOverlay(memory);
  }
  FileSystemOptions files_options;
  files_options.WorkingDir = command.directory;
  auto files = llvm::makeIntrusiveRefCnt<FileManager>(files_options, overlay);
  Errors errors(unit);
  tooling::ToolInvocation invocation(std::move(arguments),
                                     std::make_unique<Action>(unit, model, options, errors), files.get());
  invocation.setDiagnosticConsumer(&errors);
  if (!invocation.run() && unit.errors.empty())
    unit.errors.emplace_back("Clang could not run this compile command");
  return unit;
}

std::string find_clang() {
  std::vector<std::filesystem::path> candidates;
  if (const char* chosen = std::getenv("BURLER_CLANG")) candidates.emplace_back(chosen);
  candidates.emplace_back(BURLER_CLANG_PATH);
  const int version = CLANG_VERSION_MAJOR;
  const std::string number = std::to_string(version);
  candidates.emplace_back("/usr/lib/llvm-" + number + "/bin/clang");
  if (const char* path = std::getenv("PATH")) {
    std::string_view rest(path);
    while (!rest.empty()) {
      const auto colon = std::min(rest.find(':'), rest.size());
      const std::filesystem::path folder(rest.substr(0, colon));
      candidates.push_back(folder / ("clang-" + number));
      candidates.push_back(folder / "clang");
      rest.remove_prefix(std::min(colon + 1, rest.size()));
    }
  }
  for (const auto& candidate : candidates)
    if (has_headers(candidate)) return std::filesystem::canonical(candidate).string();
  return {};
}

std::string find_cuda_stubs() { return find_stubs().folders.back(); }

} // namespace burler::extract
