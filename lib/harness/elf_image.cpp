#include "harness/elf_image.h"

#include "harness/mapped_file.h"
#include "runtime/protocol.h"

#include <cerrno>
#include <cstring>
#include <elf.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace burler::harness {
namespace {

template <typename T> const T* at(std::string_view file, std::size_t offset) {
  return offset + sizeof(T) <= file.size() ? reinterpret_cast<const T*>(file.data() + offset) : nullptr;
}

std::string hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string build_id_in(std::string_view notes) {
  for (std::size_t offset = 0; const auto* note = at<Elf64_Nhdr>(notes, offset);) {
    const std::size_t name = offset + sizeof(Elf64_Nhdr);
    const std::size_t data = name + ((note->n_namesz + 3) & ~std::size_t{3});
    if (data + note->n_descsz > notes.size()) return {};
    if (note->n_type == NT_GNU_BUILD_ID && notes.substr(name, 3) == "GNU")
      return hex(notes.substr(data, note->n_descsz));
    offset = data + ((note->n_descsz + 3) & ~std::size_t{3});
  }
  return {};
}

std::string build_id_of(std::string_view file) {
  const auto* header = at<Elf64_Ehdr>(file, 0);
  if (header == nullptr || header->e_ident[EI_CLASS] != ELFCLASS64) return {};
  for (unsigned i = 0; i < header->e_phnum; ++i) {
    const auto* segment = at<Elf64_Phdr>(file, header->e_phoff + i * sizeof(Elf64_Phdr));
    if (segment == nullptr) return {};
    if (segment->p_type != PT_NOTE || segment->p_offset + segment->p_filesz > file.size()) continue;
    if (auto id = build_id_in(file.substr(segment->p_offset, segment->p_filesz)); !id.empty()) return id;
  }
  return {};
}

bool is_loaded_here(std::string_view file) {
  const auto* header = at<Elf64_Ehdr>(file, 0);
  if (header == nullptr || header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_machine != EM_X86_64)
    return false;
  for (unsigned i = 0; i < header->e_phnum; ++i) {
    const auto* segment = at<Elf64_Phdr>(file, header->e_phoff + i * sizeof(Elf64_Phdr));
    if (segment != nullptr && segment->p_type == PT_INTERP) return true;
  }
  return false;
}

} // namespace

Result<ElfImage> read_elf_image(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0)
    return Error{path + ": " + std::strerror(errno), "check the path of the program"};
  if (S_ISDIR(info.st_mode)) return Error{path + ": is a folder", "name the program to run"};
  if (::access(path.c_str(), X_OK) != 0)
    return Error{path + ": not executable", "chmod +x it, or name the built program"};
  const MappedFile mapping(path);
  const std::string_view file = mapping.text();
  ElfImage image;
  image.is_elf = file.substr(0, 4) == "\177ELF";
  if (!image.is_elf) return image;
  image.build_id = build_id_of(file);
  image.loaded = is_loaded_here(file);
  image.privileged = ((info.st_mode & S_ISUID) != 0 && info.st_uid != ::getuid()) ||
                     ((info.st_mode & S_ISGID) != 0 && info.st_gid != ::getgid());
  if (file.find(runtime::marker) != std::string_view::npos)
    image.engine = LinkedEngine::explore;
  else if (file.find("burler-tsan-runtime/1") != std::string_view::npos)
    image.engine = LinkedEngine::tsan;
  else if (file.find("__tsan_init") != std::string_view::npos)
    image.engine = LinkedEngine::thread_sanitizer;
  return image;
}

} // namespace burler::harness
