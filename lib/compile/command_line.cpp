#include "compile/command_line.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

namespace burler::compile {

namespace {

constexpr std::array kTakesValue = {"-o",
                                    "-x",
                                    "-I",
                                    "-L",
                                    "-D",
                                    "-U",
                                    "-include",
                                    "-isystem",
                                    "-MF",
                                    "-MT",
                                    "-MQ",
                                    "-Xclang",
                                    "-Xlinker",
                                    "-Xassembler",
                                    "-T",
                                    "-u",
                                    "-z",
                                    "-l",
                                    "-iquote",
                                    "-idirafter",
                                    "-imacros",
                                    "-isysroot",
                                    "-target",
                                    "--param",
                                    "-e",
                                    "-arch",
                                    "-iprefix",
                                    "-mllvm",
                                    "-Xpreprocessor",
                                    "-aux-info",
                                    "-B",
                                    "-F",
                                    "-iwithprefix",
                                    "-imultilib",
                                    "-serialize-diagnostics",
                                    "--sysroot",
                                    "-dependency-file",
                                    "-include-pch"};
constexpr std::array kQueries = {"--version", "--help", "-dumpversion", "-dumpmachine",    "-dumpspecs",
                                 "-###",      "-cc1",   "-cc1as",       "-dumpfullversion"};
constexpr std::array kSourceEndings = {".c",   ".cc",   ".cp",  ".cpp", ".cxx", ".c++", ".C",
                                       ".CPP", ".cu",   ".i",   ".ii",  ".m",   ".mm",  ".s",
                                       ".S",   ".cppm", ".ixx", ".ll",  ".bc"};
constexpr std::array kHeaderEndings = {".h", ".hh", ".hpp", ".hxx", ".H", ".h++", ".tcc"};

template <typename List> bool any_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

template <typename List> bool ends_with_any(const List& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view end) { return name.size() > end.size() && name.ends_with(end); });
}

/// The flags seen so far; later flags win only where compilers say so.
struct Scan {
  CommandLine line;
  std::string language; ///< the last -x
  bool query = false, preprocess = false, compile = false, shared = false, plain = false;
  std::size_t inputs = 0, headers = 0;

  void option(const std::string& word);
  void input(const std::string& word);
  void words(const std::vector<std::string>& list, int depth);
};

void Scan::option(const std::string& word) {
  if (any_of(kQueries, word) || word.starts_with("-print-") || word.starts_with("--print-") ||
      word.starts_with("--help=")) {
    query = true;
  } else if (word == "-E" || word == "-M" || word == "-MM") {
    preprocess = true;
  } else if (word == "-c" || word == "-S" || word == "-fsyntax-only" || word == "--analyze" ||
             word == "--precompile" || word == "-emit-ast" || word == "-emit-pch") {
    compile = true;
  } else if (word == "-shared" || word == "--shared") {
    shared = true;
  } else if (word == "-r" || word == "-nostdlib" || word == "-nodefaultlibs" || word == "-nostdlib++") {
    plain = plain || word != "-nostdlib++";
  } else if (word.starts_with("-Wl,") || word.starts_with("-l")) {
    line.link_values.push_back(word);
    if (word.find("libburler_explore.a") != std::string::npos ||
        word.find("libburler_tsan.a") != std::string::npos)
      line.has_engine = true;
    if (word == "-Wl,-r" || word == "-Wl,--relocatable") plain = true;
    if (word == "-Wl,-shared" || word == "-Wl,--shared") shared = true;
  }
}

void Scan::input(const std::string& word) {
  ++inputs;
  if (word.ends_with("libburler_explore.a") || word.ends_with("libburler_tsan.a")) line.has_engine = true;
  const bool named = !language.empty() && language != "none";
  if (named ? language.ends_with("-header") : ends_with_any(kHeaderEndings, word)) {
    ++headers;
  } else if (named || ends_with_any(kSourceEndings, word)) {
    line.sources.push_back(word);
  }
}

void Scan::words(const std::vector<std::string>& list, int depth) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string& word = list[i];
    if (word.size() > 1 && word[0] == '@' && depth < 8) {
      std::ifstream file(word.substr(1), std::ios::binary);
      if (file) {
        words(split_response({std::istreambuf_iterator<char>(file), {}}), depth + 1);
        continue;
      }
      input(word);
    } else if (word == "-x" && i + 1 < list.size()) {
      language = list[++i];
    } else if (any_of(kTakesValue, word)) {
      ++i;
    } else if (word.size() > 2 && word.starts_with("-x")) {
      language = word.substr(2);
    } else if (word.size() > 1 && word[0] == '-') {
      option(word);
    } else if (!word.empty()) {
      input(word);
    }
  }
}

} // namespace

std::vector<std::string> split_response(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      word += text[++i];
      inside = true;
    } else if (quote != 0) {
      if (c == quote)
        quote = 0;
      else
        word += c;
    } else if (c == '"' || c == '\'') {
      quote = c;
      inside = true;
    } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      if (inside) words.push_back(std::exchange(word, {}));
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (inside) words.push_back(word);
  return words;
}

CommandLine read_command_line(const std::vector<std::string>& arguments) {
  Scan scan;
  scan.words(arguments, 0);
  CommandLine& line = scan.line;
  if (scan.query || scan.inputs == 0)
    line.action = Action::query;
  else if (scan.preprocess)
    line.action = Action::preprocess;
  else if (scan.compile || scan.headers == scan.inputs)
    line.action = Action::compile;
  else if (scan.plain)
    line.action = Action::link_plain;
  else if (scan.shared)
    line.action = Action::link_shared;
  else
    line.action = Action::link;
  return line;
}

} // namespace burler::compile
