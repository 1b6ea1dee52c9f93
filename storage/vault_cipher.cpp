#include <array>

#include <sodium.h>

#include "events/assert.hpp"
#include "storage/vault.hpp"

namespace antrian::storage {
namespace {

constexpr std::string_view wrapping_key_text = "antrian vault wrapping key, version 1";

constexpr char format_version = 1;
constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

// Format, nonce, wrapped key, nonce, sealed data (docs/store-format.md).
constexpr std::size_t key_nonce_at = 1;
constexpr std::size_t wrapped_key_at = key_nonce_at + nonce_size;
constexpr std::size_t data_nonce_at = wrapped_key_at + key_size + tag_size;
constexpr std::size_t data_at = data_nonce_at + nonce_size;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// What each sealing is bound to: a row moved to another subject does not open.
using binding = std::array<unsigned char, 1 + 16>;
binding binding_of(const events::subject_id& subject) {
  binding bound{};
  bound[0] = static_cast<unsigned char>(format_version);
  std::copy(subject.bytes.begin(), subject.bytes.end(), bound.begin() + 1);
  return bound;
}

/// Appends `text` sealed, its tag last.
void append_encrypted(std::string& out, std::string_view text, const binding& bound,
                      const unsigned char* nonce, const unsigned char* key) {
  const std::size_t at = out.size();
  out.resize(at + text.size() + tag_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(out.data() + at),
                                             nullptr, bytes_of(text), text.size(), bound.data(),
                                             bound.size(), nullptr, nonce, key);
}

/// False if anything about it was changed.
bool decrypt(unsigned char* out, std::string_view sealed, const binding& bound,
             const unsigned char* nonce, const unsigned char* key) {
  return crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, bytes_of(sealed),
                                                    sealed.size(), bound.data(), bound.size(),
                                                    nonce, key) == 0;
}

/// Bytes that are wiped when no longer needed.
struct wiped_key {
  std::array<unsigned char, key_size> bytes{};
  ~wiped_key() { sodium_memzero(bytes.data(), bytes.size()); }
};

}  // namespace

vault_cipher::vault_cipher(const events::secret_key& installation_secret) : wrapping_key_{} {
  ANTRIAN_ASSERT(sodium_init() >= 0);
  static_assert(std::tuple_size_v<events::secret_key> == key_size);
  crypto_generichash(wrapping_key_.data(), wrapping_key_.size(), bytes_of(wrapping_key_text),
                     wrapping_key_text.size(), installation_secret.data(),
                     installation_secret.size());
}

void vault_cipher::append_sealed(std::string& out, const events::subject_id& subject,
                                 std::string_view personal) const {
  // One call for all randomness of the row: each call is a system call.
  std::array<unsigned char, key_size + 2 * nonce_size> random{};
  randombytes_buf(random.data(), random.size());
  const unsigned char* key = random.data();
  const unsigned char* key_nonce = key + key_size;
  const unsigned char* data_nonce = key_nonce + nonce_size;

  const binding bound = binding_of(subject);
  out.reserve(out.size() + data_at + personal.size() + tag_size);
  out.push_back(format_version);
  out.append(reinterpret_cast<const char*>(key_nonce), nonce_size);
  append_encrypted(out, {reinterpret_cast<const char*>(key), key_size}, bound, key_nonce,
                   wrapping_key_.data());
  out.append(reinterpret_cast<const char*>(data_nonce), nonce_size);
  append_encrypted(out, personal, bound, data_nonce, key);
  sodium_memzero(random.data(), random.size());
}

std::optional<events::personal_data> vault_cipher::open(const events::subject_id& subject,
                                                        std::string_view row) const {
  if (row.size() < data_at + tag_size || row.front() != format_version) return std::nullopt;
  const binding bound = binding_of(subject);
  wiped_key key;
  if (!decrypt(key.bytes.data(), row.substr(wrapped_key_at, key_size + tag_size), bound,
               bytes_of(row.substr(key_nonce_at)), wrapping_key_.data())) {
    return std::nullopt;
  }
  const std::string_view sealed = row.substr(data_at);
  std::string personal(sealed.size() - tag_size, '\0');
  if (!decrypt(reinterpret_cast<unsigned char*>(personal.data()), sealed, bound,
               bytes_of(row.substr(data_nonce_at)), key.bytes.data())) {
    return std::nullopt;
  }
  auto parsed = events::parse_personal(personal);
  sodium_memzero(personal.data(), personal.size());
  return parsed;
}

}  // namespace antrian::storage
