// Goal: the shipped files load; every malformed file is refused with the file, the line or key, and
// what was expected; overrides reach exactly the offices they name.
// Method: the files of config/, and small files written to a folder of the test's own.
#include "config/configuration.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace antrian::config {
namespace {

namespace fs = std::filesystem;

const fs::path shipped = fs::path(ANTRIAN_SOURCE_DIR) / "config";

constexpr const char* offices_header =
    "code,name,office_class,city,province,timezone,daily_quota,quota_source\n";
constexpr const char* holidays_header = "date,name,kind,status\n";
constexpr const char* minimal_toml =
    "[quota_by_class]\n\"Kelas II\" = 50\n"
    "[pattern.plain]\nmonday = [\"08:00-10:00\"]\n"
    "[opening]\ndefault = \"plain\"\n";

class configuration_files : public testing::Test {
 protected:
  configuration_files()
      : folder_(fs::temp_directory_path() /
                ("antrian_config_" +
                 std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    write("offices.csv", std::string(offices_header) +
                             "SIANTAR,Kantor Imigrasi,Kelas II,Kota,Prov,Asia/Jakarta,70,\"a, b\"\n"
                             "AMBON,Kantor Ambon,Kelas II,Ambon,Maluku,Asia/Jayapura,,\n");
    write("holidays.csv", std::string(holidays_header) + "2026-12-25,Natal,national,final\n");
    write("antrian.toml", minimal_toml);
  }
  ~configuration_files() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  [[nodiscard]] result<configuration> loaded() const { return load(folder_); }
  [[nodiscard]] std::string error() const {
    auto configuration = loaded();
    if (configuration) return "accepted";
    auto text = configuration.error().text();
    const auto prefix = folder_.string() + "/";
    if (text.rfind(prefix, 0) == 0) text.erase(0, prefix.size());
    return text;
  }
  [[nodiscard]] std::string error_with_toml(const std::string& extra) const {
    write("antrian.toml", minimal_toml + extra);
    return error();
  }
  [[nodiscard]] std::string error_with_root_keys(const std::string& keys) const {
    write("antrian.toml", keys + minimal_toml);
    return error();
  }
  [[nodiscard]] std::string error_with_office(const std::string& row) const {
    write("offices.csv", offices_header + row);
    return error();
  }
  [[nodiscard]] std::string error_with_holiday(const std::string& row) const {
    write("holidays.csv", holidays_header + row);
    return error();
  }

  fs::path folder_;
};

TEST(shipped_configuration, loads_with_all_offices_and_their_clocks) {
  const auto configuration = load(shipped);
  ASSERT_TRUE(configuration) << configuration.error().text();
  const auto& offices = configuration->offices;
  EXPECT_EQ(offices.offices().size(), 150U);
  EXPECT_EQ(configuration->settings.size(), 150U);
  EXPECT_EQ(offices.at(*offices.find("PEMATANGSIANTAR")).utc_offset_minutes, 420);
  EXPECT_EQ(offices.at(*offices.find("DENPASAR")).utc_offset_minutes, 480);
  EXPECT_EQ(offices.at(*offices.find("JAYAPURA")).utc_offset_minutes, 540);
  EXPECT_EQ(configuration->holidays.days().size(), 42U);
}

TEST(shipped_configuration, gives_the_online_lane_the_published_quota_and_the_others_come_on_top) {
  const auto configuration = load(shipped);
  ASSERT_TRUE(configuration);
  const auto quota = [&](const char* code) {
    return configuration->settings_of(*configuration->offices.find(code)).quota;
  };
  EXPECT_EQ(quota("PEMATANGSIANTAR"), (events::lane_capacity{70, 11, 7}));
  EXPECT_EQ(quota("JAKARTA_SELATAN"), (events::lane_capacity{500, 75, 50}));
  // Without a class and without a published quota: the default of the empty class.
  EXPECT_EQ(quota("LUBUKLINGGAU"), (events::lane_capacity{40, 6, 4}));
  // Published as the sum of its lanes.
  EXPECT_EQ(quota("BATAM"), (events::lane_capacity{200, 50, 35}));
}

TEST(shipped_configuration, has_the_documented_defaults) {
  const auto configuration = load(shipped);
  ASSERT_TRUE(configuration);
  EXPECT_EQ(configuration->policy_of(*configuration->offices.find("MEDAN")), events::day_policy{});
  EXPECT_EQ(configuration->node, node_tuning{});
  for (const auto& settings : configuration->settings) {
    EXPECT_EQ(settings.release, release_rule{release_friday_14{}});
  }
}

TEST_F(configuration_files, load_from_a_file_and_from_its_folder) {
  EXPECT_TRUE(load(folder_ / "antrian.toml"));
  const auto configuration = loaded();
  ASSERT_TRUE(configuration) << configuration.error().text();
  EXPECT_EQ(configuration->file, folder_ / "antrian.toml");
  EXPECT_EQ(configuration->settings_of({0}).quota[0], 70U);
  EXPECT_EQ(configuration->settings_of({1}).quota[0], 50U);
}

TEST_F(configuration_files, are_found_by_argument_then_environment_and_nothing_else_instead) {
  ASSERT_EQ(setenv("ANTRIAN_CONFIG", folder_.c_str(), 1), 0);
  EXPECT_EQ(find_configuration(std::nullopt).value(), folder_ / "antrian.toml");
  const auto given = find_configuration(folder_ / "missing.toml");
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().message, "there is no such file; it was given as the configuration");
  ASSERT_EQ(setenv("ANTRIAN_CONFIG", "/nowhere/antrian.toml", 1), 0);
  const auto named = find_configuration(std::nullopt);
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error().text(),
            "/nowhere/antrian.toml: there is no such file; ANTRIAN_CONFIG names it");
  ASSERT_EQ(unsetenv("ANTRIAN_CONFIG"), 0);
}

TEST_F(configuration_files, beside_the_working_folder_are_found_without_being_named) {
  const fs::path before = fs::current_path();
  fs::create_directories(folder_ / "config");
  fs::copy(folder_ / "antrian.toml", folder_ / "config" / "antrian.toml");
  ASSERT_EQ(unsetenv("ANTRIAN_CONFIG"), 0);
  fs::current_path(folder_);
  const auto found = find_configuration(std::nullopt);
  fs::current_path(before);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, fs::path("config/antrian.toml"));
}

TEST_F(configuration_files, that_are_missing_are_named) {
  fs::remove(folder_ / "offices.csv");
  EXPECT_EQ(error(), "offices.csv: cannot be read: No such file or directory; offices_file in " +
                         (folder_ / "antrian.toml").string() + " names it");
  write("offices.csv", offices_header);
  EXPECT_EQ(error(), "offices.csv: expected 1 to 65534 offices");
}

TEST_F(configuration_files, with_a_malformed_office_are_refused_with_its_line) {
  const std::string good = "A,n,c,t,p,Asia/Jakarta,1,\n";
  EXPECT_EQ(error_with_office(good + "B,n,c,t,p\n"),
            "offices.csv:3: expected 8 fields (code,name,office_class,city,province,timezone,"
            "daily_quota,quota_source), found 5");
  EXPECT_EQ(error_with_office(good + "b/c,n,c,t,p,Asia/Jakarta,1,\n"),
            "offices.csv:3: code: expected 1 to 48 capital letters, digits or underscores, found "
            "\"b/c\"");
  EXPECT_EQ(error_with_office(good + good),
            "offices.csv:3: code: expected each code once, but A is already in line 2");
  EXPECT_EQ(error_with_office("A,,c,t,p,Asia/Jakarta,1,\n"),
            "offices.csv:2: name: expected the office's name, found nothing");
  EXPECT_EQ(error_with_office("A,n,c,,p,Asia/Jakarta,1,\n"),
            "offices.csv:2: city: expected a city, found nothing");
  EXPECT_EQ(error_with_office("A,n,c,t,,Asia/Jakarta,1,\n"),
            "offices.csv:2: province: expected a province, found nothing");
  EXPECT_EQ(error_with_office("A,n,c,t,p,Europe/Berlin,1,\n"),
            "offices.csv:2: timezone: expected Asia/Jakarta, Asia/Pontianak, Asia/Makassar or "
            "Asia/Jayapura, found \"Europe/Berlin\"");
  for (const char* quota : {"0", "-1", "7x", "1000001", "7.5"}) {
    EXPECT_EQ(error_with_office("A,n,c,t,p,Asia/Jakarta," + std::string(quota) + ",\n"),
              "offices.csv:2: daily_quota: expected a whole number from 1 to 1000000 or nothing, "
              "found \"" +
                  std::string(quota) + "\"");
  }
}

TEST_F(configuration_files, with_a_malformed_holiday_are_refused_with_its_line) {
  const std::string good = "2026-01-01,Tahun Baru,national,final\n";
  EXPECT_EQ(error_with_holiday(good + "2026-02-30,x,national,final\n"),
            "holidays.csv:3: date: expected a real date as YYYY-MM-DD, found \"2026-02-30\"");
  EXPECT_EQ(error_with_holiday(good + good),
            "holidays.csv:3: date: expected each date once, but 2026-01-01 is already in line 2");
  EXPECT_EQ(error_with_holiday("2026-01-01,,national,final\n"),
            "holidays.csv:2: name: expected the holiday's name, found nothing");
  EXPECT_EQ(error_with_holiday("2026-01-01,x,regional,final\n"),
            "holidays.csv:2: kind: expected national or cuti_bersama, found \"regional\"");
  EXPECT_EQ(error_with_holiday("2026-01-01,x,national,maybe\n"),
            "holidays.csv:2: status: expected final or provisional, found \"maybe\"");
}

TEST_F(configuration_files, with_an_unknown_key_are_refused_and_the_near_one_is_suggested) {
  EXPECT_EQ(error_with_toml("[policy]\nearly_minuts = 5\n"),
            "antrian.toml:8: policy.early_minuts: unknown key: did you mean early_minutes?");
  EXPECT_EQ(error_with_toml("[nod]\n"), "antrian.toml:7: nod: unknown key: did you mean node?");
  EXPECT_EQ(error_with_toml("[telephone]\n"), "antrian.toml:7: telephone: unknown key.");
  EXPECT_EQ(error_with_toml("[node]\nthreads_of_the_worker = 1\n"),
            "antrian.toml:8: node.threads_of_the_worker: unknown key.");
  EXPECT_EQ(error_with_toml("[lanes]\noverbooking = 1\n"),
            "antrian.toml:8: lanes.overbooking: unknown key.");
  EXPECT_EQ(error_with_toml("[office.SIANTA]\n"),
            "antrian.toml:7: office.SIANTA: unknown key: did you mean SIANTAR?");
  EXPECT_EQ(error_with_toml("[office.SIANTAR]\nquota = 5\n"),
            "antrian.toml:8: office.SIANTAR.quota: unknown key.");
}

TEST_F(configuration_files, with_a_wrong_number_are_refused_with_its_range) {
  EXPECT_EQ(error_with_toml("[policy]\nlate_minutes = -1\n"),
            "antrian.toml:8: policy.late_minutes: expected a whole number from 0 to 1440");
  EXPECT_EQ(error_with_toml("[policy]\nlate_minutes = 1.0\n"),
            "antrian.toml:8: policy.late_minutes: expected a whole number from 0 to 1440");
  EXPECT_EQ(error_with_toml("[node]\nworker_threads = 0\n"),
            "antrian.toml:8: node.worker_threads: expected a whole number from 1 to 256");
  EXPECT_EQ(error_with_toml("[office.SIANTAR]\nlanes = { online = 1, priority = 2 }\n"),
            "antrian.toml:8: office.SIANTAR.lanes.walk_in: expected the places of every lane");
}

TEST_F(configuration_files, with_wrong_services_are_refused) {
  const std::string expected =
      "antrian.toml:8: policy.services: expected 1 to 32 different names of small letters, digits "
      "or underscores";
  EXPECT_EQ(error_with_toml("[policy]\nservices = []\n"), expected);
  EXPECT_EQ(error_with_toml("[policy]\nservices = [\"a\", \"a\"]\n"), expected);
  EXPECT_EQ(error_with_toml("[policy]\nservices = [\"a\\\"b\"]\n"), expected);
  EXPECT_EQ(error_with_toml("[policy]\nservices = [1]\n"),
            "antrian.toml:8: policy.services: expected a list of texts in quotes");
}

TEST_F(configuration_files, with_a_wrong_release_rule_are_refused) {
  const std::string expected =
      "antrian.toml:1: release: expected \"friday_14\", \"when_opened\" or { days_before = DAYS, "
      "at = \"HH:MM\" }";
  EXPECT_EQ(error_with_root_keys("release = \"friday\"\n"), expected);
  EXPECT_EQ(error_with_root_keys("release = 14\n"), expected);
  EXPECT_EQ(error_with_root_keys("release = { at = \"08:00\" }\n"), expected);
  EXPECT_EQ(error_with_root_keys("release = { days_before = 3, at = \"8:00\" }\n"), expected);
  EXPECT_EQ(error_with_root_keys("release = { days_before = 367, at = \"08:00\" }\n"),
            "antrian.toml:1: release.days_before: expected a whole number from 0 to 366");
}

TEST_F(configuration_files, with_a_wrong_pattern_are_refused) {
  const std::string windows =
      "expected windows such as \"08:00-12:00\", in order and without overlap";
  for (const char* list :
       {"[\"8:00-12:00\"]", "[\"12:00-08:00\"]", "[\"08:00-08:00\"]",
        "[\"08:00-12:00\", \"11:00-13:00\"]", "[\"10:00-11:00\", \"08:00-09:00\"]"}) {
    EXPECT_EQ(error_with_toml("[pattern.other]\nmonday = " + std::string(list) + "\n"),
              "antrian.toml:8: pattern.other.monday: " + windows)
        << list;
  }
  EXPECT_EQ(error_with_toml("[pattern.other]\nmunday = [\"08:00-09:00\"]\n"),
            "antrian.toml:8: pattern.other.munday: unknown key: did you mean monday?");
  EXPECT_EQ(error_with_toml("[pattern.other]\nmonday = []\n"),
            "antrian.toml:8: pattern.other.monday: expected at least one weekday with a window");
  EXPECT_EQ(error_with_toml("[pattern.other]\nslot_minutes = 5\nmonday = [\"08:00-09:00\"]\n"),
            "antrian.toml:8: pattern.other.slot_minutes: expected a whole number from 15 to 480");
  EXPECT_EQ(error_with_toml("[office.SIANTAR]\npattern = \"plane\"\n"),
            "antrian.toml:8: office.SIANTAR.pattern: there is no [pattern.plane]: did you mean "
            "plain?");
}

TEST_F(configuration_files, with_a_wrong_season_are_refused) {
  const auto season = [this](const std::string& first, const std::string& last) {
    return error_with_toml("[[season]]\nfirst = " + first + "\nlast = " + last +
                           "\npattern = \"plain\"\n");
  };
  EXPECT_EQ(season("2026-02-01", "2026-03-01"), "accepted");
  EXPECT_EQ(season("2026-03-01", "2026-02-01"),
            "antrian.toml:9: season.last: expected a date that is not before `first`");
  EXPECT_EQ(season("\"2026-03-01\"", "2026-02-01"),
            "antrian.toml:8: season.first: expected a date, without quotes, such as 2027-02-08");
  EXPECT_EQ(error_with_toml("[[season]]\nfirst = 2026-02-01\nlast = 2026-03-01\npattern = "
                            "\"plain\"\n[[season]]\nfirst = 2026-03-01\nlast = "
                            "2026-03-02\npattern = \"plain\"\n"),
            "antrian.toml:12: season.first: expected seasons in order of date and without overlap");
}

TEST_F(configuration_files, without_a_quota_for_an_office_s_class_are_refused) {
  write("offices.csv", std::string(offices_header) + "A,n,Kelas X,t,p,Asia/Jakarta,,\n");
  EXPECT_EQ(error(),
            "antrian.toml:1: quota_by_class: expected the quota of class \"Kelas X\", which A has");
}

TEST_F(configuration_files, that_are_not_toml_are_refused_with_the_line) {
  write("antrian.toml", "[policy]\nearly_minutes = \n");
  EXPECT_EQ(error().rfind("antrian.toml:2: ", 0), 0U) << error();
}

TEST_F(configuration_files, give_one_office_its_own_policy_release_pattern_and_places) {
  ASSERT_EQ(error_with_toml("[pattern.late]\ntuesday = [\"13:00-20:00\"]\n"
                            "[office.AMBON]\npattern = \"late\"\n"
                            "release = { days_before = 90, at = \"07:30\" }\n"
                            "lanes = { online = 9, priority = 8, walk_in = 7 }\n"
                            "[office.AMBON.policy]\nlate_minutes = 10\n"),
            "accepted");
  const auto configuration = loaded();
  const auto& ambon = configuration->settings_of(*configuration->offices.find("AMBON"));
  const auto& siantar = configuration->settings_of(*configuration->offices.find("SIANTAR"));
  EXPECT_EQ(configuration->patterns[ambon.pattern].name, "late");
  EXPECT_EQ(ambon.release, (release_rule{release_days_before{90, {450}}}));
  EXPECT_EQ(ambon.quota, (events::lane_capacity{9, 8, 7}));
  EXPECT_EQ(ambon.policy.late_minutes, 10U);
  EXPECT_EQ(ambon.policy.early_minutes, 60U);
  EXPECT_EQ(configuration->patterns[siantar.pattern].name, "plain");
  EXPECT_EQ(siantar.release, release_rule{release_friday_14{}});
  EXPECT_EQ(siantar.policy.late_minutes, 30U);
}

TEST_F(configuration_files, give_a_class_its_own_pattern) {
  write("antrian.toml",
        "[quota_by_class]\n\"Kelas II\" = 50\n[pattern.plain]\nmonday = [\"08:00-10:00\"]\n"
        "[pattern.two]\nmonday = [\"08:00-09:00\"]\n[opening]\ndefault = \"plain\"\n"
        "by_class = { \"Kelas II\" = \"two\" }\n");
  const auto configuration = loaded();
  ASSERT_TRUE(configuration) << configuration.error().text();
  EXPECT_EQ(configuration->patterns[configuration->settings_of({0}).pattern].name, "two");
}

}  // namespace
}  // namespace antrian::config
