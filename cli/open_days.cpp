#include "cli/open_days.hpp"

#include <mutex>

#include "events/vocabulary.hpp"

namespace antrian::cli {
namespace {

/// Sends the commands in batches, and counts the answers office by office.
class opening_run {
 public:
  opening_run(session& open, actors::node& node, const opening_request& request)
      : open_(open),
        node_(node),
        request_(request),
        reader_(open.reader()),
        now_(wall_clock()),
        position_before_(node.status().durable_position) {}

  tl::expected<opening_report, std::string> run() {
    bool taken = true;
    for_each_planned_day(open_.config, request_, now_, [&](const planned_day& day) {
      note(day);
      if (taken) taken = add(day);
    });
    taken = taken && send();
    if (!node_.wait_idle() || !taken) {
      return tl::unexpected(node_.failure().value_or("the node is stopping"));
    }
    if (auto counted = count_answers(); !counted) return tl::unexpected(counted.error());
    return std::move(report_);
  }

 private:
  void note(const planned_day& day) {
    auto& offices = report_.offices;
    if (offices.empty() || offices.back().office != day.office) {
      offices.emplace_back();
      offices.back().office = day.office;
    }
    office_opening& opening = offices.back();
    if (!opening.first) {
      opening.first = day.date;
      opening.release_at = day.plan.release_at;
    }
    opening.last = day.date;
    for (const auto& slot : day.plan.slots) {
      for (std::size_t i = 0; i < events::lane_count; ++i) opening.places[i] += slot.capacity[i];
    }
  }

  bool add(const planned_day& day) {
    if (!batch_) batch_ = std::make_unique<events::command_batch>();
    reader_.read(day.command, 0, now_, *batch_);
    return batch_->items.size() < open_.config.node.batch_commands || send();
  }

  bool send() {
    if (!batch_) return true;
    return node_.submit(std::move(batch_), [this](actors::batch_ptr flow) {
      const std::lock_guard lock(mutex_);
      answered_.push_back(std::move(flow));
    });
  }

  /// Batches are answered in the order in which they were sent.
  tl::expected<void, std::string> count_answers() {
    std::size_t office = 0;
    for (const auto& flow : answered_) {
      if (!flow->batch->invalid.empty()) {
        const auto& fault = flow->batch->invalid.front();
        return tl::unexpected("the configuration gives no valid day: " + fault.field + ": " +
                              fault.message);
      }
      for (std::size_t i = 0; i < flow->batch->commands.size(); ++i) {
        while (report_.offices[office].office != flow->batch->commands[i].day.office) ++office;
        auto& opening = report_.offices[office];
        const auto& answer = flow->results[i];
        const bool now_opened =
            answer.outcome == events::outcome::accepted && answer.position > position_before_;
        ++(now_opened ? opening.opened : opening.already_open);
      }
    }
    return {};
  }

  session& open_;
  actors::node& node_;
  const opening_request& request_;
  events::command_reader reader_;
  events::instant now_;
  std::uint64_t position_before_;
  opening_report report_;
  std::unique_ptr<events::command_batch> batch_;
  std::mutex mutex_;
  std::vector<actors::batch_ptr> answered_;
};

}  // namespace

void for_each_planned_day(const config::configuration& configuration,
                          const opening_request& request, events::instant at,
                          const std::function<void(const planned_day&)>& visit) {
  std::string command;
  for (const auto office : request.offices) {
    const auto& code = configuration.offices.at(office).code;
    for (const auto date :
         config::working_days(configuration, office, request.from, request.days)) {
      const auto plan = config::plan_day(configuration, office, date);
      if (!plan) continue;
      command.clear();
      config::append_open_day_command(command, config::open_day_id(code, date), code, date, at,
                                      *plan);
      visit({office, date, *plan, command});
    }
  }
}

std::uint64_t opening_report::opened() const {
  std::uint64_t sum = 0;
  for (const auto& office : offices) sum += office.opened;
  return sum;
}

std::uint64_t opening_report::already_open() const {
  std::uint64_t sum = 0;
  for (const auto& office : offices) sum += office.already_open;
  return sum;
}

tl::expected<opening_report, std::string> open_days(session& open, actors::node& node,
                                                    const opening_request& request) {
  return opening_run(open, node, request).run();
}

}  // namespace antrian::cli
