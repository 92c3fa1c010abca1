#include "suggest.h"

#include "report/annotation_patch.h"
#include "report/whole_file.h"

#include <iostream>

namespace burler::lint {

Status suggest(const std::vector<detect::Annotation>& annotations, const Options& options) {
  using Kind = report::AttributeEdit::Kind;
  std::vector<report::AttributeEdit> edits;
  for (const detect::Annotation& a : annotations) {
    const Kind kind = a.kind == detect::Annotation::Kind::guarded_by      ? Kind::guarded_by
                      : a.kind == detect::Annotation::Kind::pt_guarded_by ? Kind::pt_guarded_by
                                                                          : Kind::requires_lock;
    edits.push_back({kind, a.place.file, a.place.line, a.place.column, a.name, a.lock});
  }
  const report::AnnotationPatch patch = report::annotation_patch(edits, options.output.root);
  for (const std::string& line : patch.skipped)
    std::cerr << "burler-lint: not annotated: " << line << '\n';
  std::cerr << "burler-lint: " << patch.written << " attributes suggested\n";
  return report::write_whole(options.suggest, patch.text);
}

} // namespace burler::lint
