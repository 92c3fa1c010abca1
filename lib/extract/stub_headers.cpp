#include "extract/stub_headers.h"

#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/PPCallbacks.h"

#include <algorithm>
#include <filesystem>
#include <unordered_set>

namespace burler::extract {

namespace fs = std::filesystem;
using namespace clang;

namespace {

class HeaderWatch : public PPCallbacks {
public:
  HeaderWatch(Preprocessor& preprocessor, const StubPack& pack, HeaderNotes& notes)
      : preprocessor_(preprocessor), pack_(pack), notes_(notes) {}

  /// True = go on without the header and without an error.
  bool FileNotFound(llvm::StringRef name) override {
    if (pack_.use == StubUse::off) return false;
    const std::string header = name.str();
    pending_ = pack_.find(header);
    note(pending_.empty() ? notes_.missing : notes_.stubs, header);
    return true;
  }

  /// Comes right after FileNotFound, with the place of the directive.
  void InclusionDirective(SourceLocation hash, const Token&, llvm::StringRef name, bool, CharSourceRange,
                          OptionalFileEntryRef file, llvm::StringRef, llvm::StringRef, const clang::Module*,
                          bool, SrcMgr::CharacteristicKind) override {
    if (file) return note_if_stub(*file, name.str());
    const std::string path = std::exchange(pending_, {});
    if (path.empty() || !entered_.insert(path).second) return;
    auto& files = preprocessor_.getFileManager();
    const auto stub = files.getOptionalFileRef(path);
    if (!stub) return;
    preprocessor_.getHeaderSearchInfo().getFileInfo(*stub).DirInfo = SrcMgr::C_System; // as a found one has
    const FileID id = preprocessor_.getSourceManager().createFileID(*stub, hash, SrcMgr::C_System);
    preprocessor_.EnterSourceFile(id, nullptr, hash);
  }

private:
  static void note(std::vector<std::string>& list, const std::string& header) {
    if (std::find(list.begin(), list.end(), header) == list.end()) list.push_back(header);
  }

  /// Found by the search path: with StubUse::on the bundled folders are part of it.
  void note_if_stub(FileEntryRef file, const std::string& header) {
    const llvm::StringRef path = file.getName();
    for (const std::string& folder : pack_.folders)
      if (path.starts_with(folder)) {
        entered_.insert(path.str()); // by the include of another stand-in
        return note(notes_.stubs, header);
      }
  }

  Preprocessor& preprocessor_;
  const StubPack& pack_;
  HeaderNotes& notes_;
  std::string pending_;
  std::unordered_set<std::string> entered_; ///< once is enough: the stand-ins do not depend on macros
};

} // namespace

std::string StubPack::find(const std::string& header) const {
  std::error_code ignored;
  if (header.empty() || header.front() == '/' || header.find("..") != std::string::npos) return {};
  for (const std::string& folder : folders) {
    const fs::path root(folder);
    if (fs::is_regular_file(root / header, ignored)) return (root / header).string();
    for (fs::path parent = fs::path(header).parent_path(); !parent.empty(); parent = parent.parent_path())
      if (fs::is_regular_file(root / parent / "_other.h", ignored))
        return (root / parent / "_other.h").string();
  }
  return {};
}

StubPack find_stubs() {
  std::error_code ignored;
  const auto self = fs::canonical("/proc/self/exe", ignored);
  fs::path base = self.parent_path().parent_path() / "share" / "burler";
  if (!fs::exists(base / "cuda_stubs" / "cuda_runtime.h", ignored)) base = BURLER_STUBS_SOURCE;
  StubPack pack;
  for (const auto& library : fs::directory_iterator(base / "stubs", ignored))
    if (library.is_directory()) pack.folders.push_back(library.path().string());
  std::sort(pack.folders.begin(), pack.folders.end());
  pack.folders.push_back((base / "cuda_stubs").string());
  return pack;
}

std::unique_ptr<PPCallbacks> watch_headers(Preprocessor& preprocessor, const StubPack& pack,
                                           HeaderNotes& notes) {
  return std::make_unique<HeaderWatch>(preprocessor, pack, notes);
}

} // namespace burler::extract
