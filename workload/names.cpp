#include "workload/names.hpp"

#include <array>

namespace antrian::workload {
namespace {

// Given names from all over the country; only letters, so that they may stand in a mail address.
constexpr std::array<std::string_view, 64> women{
    "Siti",  "Dewi",   "Sri",    "Nur",      "Ayu",      "Putri",    "Rina",   "Wulan",
    "Fitri", "Indah",  "Ratna",  "Yuni",     "Lestari",  "Kartika",  "Maya",   "Novi",
    "Rani",  "Tuti",   "Endang", "Sulastri", "Aminah",   "Khadijah", "Zahra",  "Nabila",
    "Intan", "Melati", "Citra",  "Dian",     "Eka",      "Fatimah",  "Gita",   "Hesti",
    "Ida",   "Juwita", "Kirana", "Laras",    "Mega",     "Nirmala",  "Olivia", "Puspita",
    "Ratih", "Sari",   "Tari",   "Utami",    "Vina",     "Widya",    "Yanti",  "Zulaikha",
    "Agnes", "Bunga",  "Clara",  "Debora",   "Ester",    "Febri",    "Grace",  "Helena",
    "Ketut", "Luh",    "Made",   "Ni",       "Rosalina", "Tiur",     "Uli",    "Yohana"};
constexpr std::array<std::string_view, 64> men{
    "Budi",   "Agus",    "Slamet", "Ahmad",  "Muhammad", "Joko",    "Bambang", "Eko",
    "Dedi",   "Rudi",    "Hendra", "Andi",   "Rizki",    "Fajar",   "Dimas",   "Bayu",
    "Arif",   "Iwan",    "Asep",   "Ujang",  "Cecep",    "Yusuf",   "Ibrahim", "Ismail",
    "Hasan",  "Husein",  "Umar",   "Ali",    "Rahmat",   "Hidayat", "Surya",   "Teguh",
    "Wahyu",  "Yoga",    "Zainal", "Gilang", "Galih",    "Hari",    "Ilham",   "Krisna",
    "Lukman", "Mulyadi", "Nanang", "Oki",    "Panji",    "Rangga",  "Satria",  "Taufik",
    "Untung", "Viktor",  "Wawan",  "Yanuar", "Gede",     "Komang",  "Nyoman",  "Wayan",
    "Daniel", "Yosef",   "Markus", "Petrus", "Togar",    "Maruli",  "Poltak",  "Frans"};
constexpr std::array<std::string_view, 64> second{
    "Rahayu",    "Santoso",     "Wijaya",      "Saputra",   "Lestari",    "Kusuma",
    "Hidayat",   "Nugroho",     "Setiawan",    "Pratama",   "Siregar",    "Nasution",
    "Harahap",   "Lubis",       "Simanjuntak", "Sitorus",   "Sinaga",     "Purba",
    "Saragih",   "Damanik",     "Tarigan",     "Sembiring", "Ginting",    "Hutapea",
    "Manurung",  "Pangaribuan", "Situmorang",  "Tobing",    "Gunawan",    "Halim",
    "Susanto",   "Hartono",     "Wibowo",      "Suryadi",   "Firmansyah", "Ramadhan",
    "Maulana",   "Kurniawan",   "Permana",     "Mulyani",   "Wahyuni",    "Handayani",
    "Anggraini", "Puspitasari", "Maharani",    "Safitri",   "Oktaviani",  "Suhendar",
    "Sutrisno",  "Supriyadi",   "Suparman",    "Sudirman",  "Hasanuddin", "Daeng",
    "Tanjung",   "Chaniago",    "Koto",        "Piliang",   "Rumbiak",    "Wenda",
    "Tabuni",    "Latuconsina", "Pattimura",   "Mandagi"};

}  // namespace

std::string_view given_name(std::uint64_t number, bool woman) {
  return woman ? women[number % women.size()] : men[number % men.size()];
}

std::string_view second_name(std::uint64_t number) {
  return second[number % second.size()];
}

}  // namespace antrian::workload
