// A loss is summed by all threads of a parallel loop.
namespace tbb {
struct blocked_range {
  int begin() const;
  int end() const;
};
template <class Range, class Body> void parallel_for(const Range& range, const Body& body) { body(range); }
} // namespace tbb

double loss_of(int token);

double mean_loss(const tbb::blocked_range& tokens, int count) {
  double sum = 0;
  tbb::parallel_for(tokens, [&](const tbb::blocked_range& part) {
    for (int token = part.begin(); token != part.end(); ++token)
      sum += loss_of(token); // expect: race/unguarded-state
  });
  return sum / count;
}
