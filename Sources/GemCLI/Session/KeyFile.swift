import GemCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that holds nothing but a key.
enum KeyFile {
    /// Reads the key, or the access token where `Bearer` stands before it; warns where others may read the file too. No message tells what is in it.
    static func credential(_ file: String) throws(GemError) -> Credential {
        var status = stat()
        if stat(file, &status) == 0, status.st_mode & 0o004 != 0 {
            Console.note("gemcache: everyone on this machine may read the key in \(file); `chmod 600 \(file)` keeps it yours.")
        }
        let bytes = try StandardInput.contents(of: file)
        guard bytes.count <= 16 << 10, let text = String(validating: bytes, as: UTF8.self) else { throw unreadable(file) }
        var words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.map(String.init)
        let isToken = words.count == 2 && words[0].lowercased() == "bearer"
        if isToken { words.removeFirst() }
        guard words.count == 1, words[0].utf8.allSatisfy({ (33...126).contains($0) }) else { throw unreadable(file) }
        return isToken ? .bearer(words[0]) : .apiKey(words[0])
    }

    private static func unreadable(_ file: String) -> GemError {
        GemError(.configuration, "\(file) holds no key: put the key alone into it, or `Bearer` and an access token.")
    }
}
