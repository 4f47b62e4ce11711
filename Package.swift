// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A room: a library target whose dependencies stand below it.
func room(_ name: String, _ below: [Target.Dependency], path: String? = nil) -> Target {
    .target(name: name, dependencies: below + [httpTypes], path: path, swiftSettings: strict)
}

/// The tests of a room.
func tests(_ name: String, _ below: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: below + [httpTypes], resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "gemcache",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Gemini", targets: ["Gemini"]),
        .library(name: "GemCache", targets: ["GemCache"]),
        .library(name: "GemCore", targets: ["GemCore"]),
        .library(name: "GemMock", targets: ["GemMock"]),
        .executable(name: "gemcache", targets: ["gemcache"]),
        .executable(name: "gemcache-mock", targets: ["gemcache-mock"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLMDB", pkgConfig: "lmdb",
            providers: [.apt(["liblmdb-dev"]), .brew(["lmdb"])]),
        .systemLibrary(
            name: "CXXHash", pkgConfig: "libxxhash",
            providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),
        .systemLibrary(
            // Headers alone: the library is opened by the first request, so pkg-config's -lcurl must not be linked.
            name: "CCurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

        room("GemCore", ["CXXHash"]),
        .target(
            name: "GemStore", dependencies: ["GemCore", "CLMDB", httpTypes],
            swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
        room("GemCurl", ["GemCore", "CCurl", "CZlib"]),
        room("GemCassette", ["GemCore"]),
        room("GemCache", ["GemCore", "GemStore", "GemCurl", "GemCassette", crypto, cryptoExtras]),
        room("Gemini", ["GemCore", "GemCache"]),
        room("GemServer", ["GemCore", "CZlib", nioCore, nioPosix]),
        room("GemMock", ["GemCore", "GemCassette", crypto], path: "MockServer/GemMock"),
        room("GemTesting", ["GemCore", "GemStore"]),

        room(
            "GemCLI",
            ["GemCore", "GemStore", "GemCurl", "GemCassette", "GemCache", "Gemini", "GemServer", "GemMock", arguments]),
        .executableTarget(name: "gemcache", dependencies: ["GemCLI", arguments], swiftSettings: strict),
        .executableTarget(name: "gemcache-mock", dependencies: ["GemCLI", arguments], swiftSettings: strict),

        .executableTarget(
            name: "quickstart", dependencies: ["Gemini", "GemCache", "GemCore", "GemMock"], path: "Examples/Quickstart",
            swiftSettings: strict),
        .executableTarget(
            name: "examples", dependencies: ["Gemini", "GemCache", "GemCassette", "GemCore", "GemMock"], path: "Examples/Samples",
            swiftSettings: strict),
        .executableTarget(
            name: "gemstore-probe", dependencies: ["GemCore", "GemStore"], path: "Tests/GemStoreProbe", swiftSettings: strict),
        .executableTarget(
            name: "conformance", dependencies: ["Gemini", "GemCache", "GemCore", "GemMock", httpTypes], path: "Tests/Conformance",
            swiftSettings: strict),
        // libFuzzer's entry; only scripts/fuzz links it.
        .systemLibrary(name: "CFuzz", path: "Tests/Fuzz/CFuzz"),
        .executableTarget(
            name: "fuzz", dependencies: ["CFuzz", "GemCassette", "GemCore", "GemMock", "GemServer", httpTypes, nioCore],
            path: "Tests/Fuzz/Sources", swiftSettings: strict),
        .executableTarget(
            name: "curl-bench", dependencies: ["GemCurl", "GemCore", httpTypes], path: "Benchmarks/curl-bench", swiftSettings: strict),
        .executableTarget(
            name: "store-bench", dependencies: ["GemStore", "GemCore"], path: "Benchmarks/StoreBench", swiftSettings: strict),
        .executableTarget(
            name: "keys-bench", dependencies: ["GemCore", httpTypes], path: "Benchmarks/KeysBench", swiftSettings: strict),
        .executableTarget(name: "vectors-bench", dependencies: ["GemCore"], path: "Benchmarks/VectorsBench", swiftSettings: strict),
        .executableTarget(
            name: "hit-path-server", dependencies: ["GemServer", "GemCore", httpTypes], path: "Benchmarks/HitPathServer",
            swiftSettings: strict),

        .testTarget(name: "GemCoreTests", dependencies: ["GemCore", httpTypes], exclude: ["Golden"], swiftSettings: strict),
        tests("GemStoreTests", ["GemStore", "GemCore", "CLMDB", "gemstore-probe"]),
        tests("GemCurlTests", ["GemCurl", "GemTesting", "GemCore"]),
        tests("GemCassetteTests", ["GemCassette", "GemCore"]),
        tests("GemCacheTests", ["GemCache", "GemCassette", "GemStore", "GemCore", "GemTesting", crypto, cryptoExtras]),
        tests("GeminiTests", ["Gemini", "GemCache", "GemCore", "GemTesting"]),
        tests("GemServerTests", ["GemServer", "GemCore", "CZlib", nioCore]),
        .testTarget(
            name: "GemMockTests", dependencies: ["GemMock", "GemCassette", "GemCore", "GemTesting", httpTypes], exclude: ["Paraphrases"],
            swiftSettings: strict),
        tests(
            "GemCLITests",
            ["GemCLI", "GemCache", "GemCore", "GemMock", "GemServer", "GemStore", "GemTesting", "Gemini", "gemcache", arguments]),
        tests(
            "EndToEndTests",
            [
                "Gemini", "GemCache", "GemCassette", "GemCore", "GemCurl", "GemMock", "GemServer", "GemStore", "GemTesting", "conformance",
                "gemcache",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
