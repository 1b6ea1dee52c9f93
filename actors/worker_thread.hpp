// A plain thread with a bounded queue, for work that blocks on the disk. CAF's own detached actors
// hang at shutdown in this version, and a blocked handler would hold up a scheduler thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace antrian::actors {

/// Runs `work` on batches of queued items, in order, on its own thread. push() may be called from
/// any thread and blocks while the queue is full; stop() lets the queue run empty and joins.
template <class Item>
class worker_thread {
 public:
  using work_function = std::function<void(std::vector<Item>)>;

  /// `gather` items at most are handed to one call of `work`.
  worker_thread(std::size_t capacity, std::size_t gather, work_function work)
      : capacity_(capacity), gather_(gather), work_(std::move(work)), thread_([this] { run(); }) {}
  ~worker_thread() { stop(); }
  worker_thread(const worker_thread&) = delete;
  worker_thread& operator=(const worker_thread&) = delete;

  void push(Item item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [&] { return queue_.size() < capacity_; });
    queue_.push_back(std::move(item));
    not_empty_.notify_one();
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      not_empty_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    for (;;) {
      std::vector<Item> items;
      {
        std::unique_lock lock(mutex_);
        not_empty_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        while (!queue_.empty() && items.size() < gather_) {
          items.push_back(std::move(queue_.front()));
          queue_.pop_front();
        }
        not_full_.notify_all();
      }
      work_(std::move(items));
    }
  }

  std::size_t capacity_;
  std::size_t gather_;
  work_function work_;
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::deque<Item> queue_;
  bool stopping_ = false;
  std::thread thread_;  ///< last: it uses all of the above
};

}  // namespace antrian::actors
