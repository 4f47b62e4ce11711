internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Removes what mocks that were killed have left in the folder for temporary files.
///
/// Each spool folder holds a lock file that its process keeps locked; the system drops the lock with the process, however it ends.
package enum StaleSpools {
    private static let lockName = "lock"

    /// Takes a folder's lock; -1 where that fails, and then nobody finds it stale.
    package static func lock(_ folder: String) -> Int32 {
        let descriptor = open("\(folder)/\(lockName)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return -1 }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return -1
        }
        return descriptor
    }

    /// Removes every spool folder whose process has gone.
    package static func remove(in parent: String) {
        for name in names(in: parent) where name.hasPrefix(SpoolFolder.prefix) {
            let folder = "\(parent)/\(name)"
            // One without a lock file is being made this moment, or is none of ours.
            let descriptor = open("\(folder)/\(lockName)", O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { empty(folder) }
            close(descriptor)
        }
    }

    /// Removes a folder with the files in it.
    static func empty(_ folder: String) {
        for name in names(in: folder) where name != "." && name != ".." { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }
}
