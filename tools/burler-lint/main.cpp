#include "extract/frontend.h"
#include "summary/dump.h"

#include <filesystem>
#include <iostream>

// First slice: burler-lint --dump-summary FILE -- FLAGS
int main(int argc, char** argv) {
  using namespace burler;
  std::string file;
  std::vector<std::string> flags;
  bool after = false;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (after)
      flags.push_back(argument);
    else if (argument == "--")
      after = true;
    else if (argument != "--dump-summary")
      file = argument;
  }
  const auto model = model::load_models({});
  if (!model) {
    std::cerr << model.error().text() << '\n';
    return 2;
  }
  extract::Command command;
  command.directory = std::filesystem::current_path();
  command.file = std::filesystem::absolute(file);
  command.arguments = {file.ends_with(".c") ? "cc" : "c++"};
  command.arguments.insert(command.arguments.end(), flags.begin(), flags.end());
  command.arguments.push_back(command.file);
  extract::FrontendOptions options;
  options.clang_path = extract::find_clang();
  options.cuda_stubs = extract::find_cuda_stubs();
  std::cout << summary::dump(extract::extract_unit(command, *model, options));
  return 0;
}
