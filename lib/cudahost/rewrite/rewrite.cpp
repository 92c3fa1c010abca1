#include "cudahost/rewrite/rewrite.h"

#include <algorithm>
#include <array>

namespace burler::cudahost {

std::string apply(std::string_view source, std::vector<Edit> edits) {
  // An edit of a whole declaration wins over the edits of single words inside it.
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    if (edit.begin < at) continue;
    out += source.substr(at, edit.begin - at);
    out += edit.text;
    at = edit.end;
  }
  return out += source.substr(at);
}

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (c == '\n' || c == '\t')
      out += ' ';
    else
      out += c;
  }
  return out + '"';
}

std::string resume_after(const TokenStream& stream, const Token& last) {
  return "\n# " + std::to_string(last.line) + " " + literal(stream.files[last.file]) +
         (last.system ? " 3" : "") + "\n";
}

Error find_unsupported(const TokenStream& stream) {
  struct Word {
    std::string_view word, what;
  };
  static constexpr std::array words{Word{"cudaTextureObject_t", "texture objects"},
                                    Word{"tex1Dfetch", "textures"},
                                    Word{"tex2D", "textures"},
                                    Word{"tex3D", "textures"},
                                    Word{"surf2Dread", "surfaces"},
                                    Word{"surf2Dwrite", "surfaces"},
                                    Word{"cudaSurfaceObject_t", "surfaces"},
                                    Word{"cudaGraphLaunch", "CUDA graphs"},
                                    Word{"cudaStreamBeginCapture", "stream capture"},
                                    Word{"nvcuda", "tensor core fragments (wmma)"},
                                    Word{"cudaArray_t", "CUDA arrays"},
                                    Word{"this_cluster", "thread block clusters"}};
  const auto& t = stream.tokens;
  for (std::size_t i = 0; i < t.size(); i++) {
    if (t[i].system || t[i].kind != TokenKind::identifier) continue;
    const std::string place = stream.files[t[i].file] + ":" + std::to_string(t[i].line) + ": ";
    const auto* known =
        std::find_if(words.begin(), words.end(), [&](const Word& w) { return t[i].is(w.word); });
    if (known != words.end())
      return {place + "'" + std::string(t[i].text) + "': " + std::string(known->what) +
                  " are not supported by host execution",
              "leave this code out with #ifndef BURLER_CUDA_HOST"};
    if ((t[i].is("asm") || t[i].is("__asm__") || t[i].is("__asm")) && i + 1 < t.size() &&
        (t[i + 1].is("volatile") || t[i + 1].is("__volatile__") || t[i + 1].is("(")))
      return {place + "inline PTX is not supported by host execution",
              "guard it with #ifndef BURLER_CUDA_HOST and give a C++ equivalent"};
  }
  return {};
}

Result<std::string> rewrite(std::string_view preprocessed) {
  const TokenStream first = lex(preprocessed);
  if (Error error = find_unsupported(first); !error.message.empty()) return error;
  std::vector<Edit> edits = rewrite_shared(preprocessed, first);
  for (Edit& e : rewrite_markers(first))
    edits.push_back(std::move(e));
  const std::string text = apply(preprocessed, std::move(edits));
  const TokenStream second = lex(text);
  Result<std::vector<Edit>> launches = rewrite_launches(text, second);
  if (!launches) return launches.error();
  return apply(text, std::move(*launches));
}

} // namespace burler::cudahost
