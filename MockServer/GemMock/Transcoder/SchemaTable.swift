// Made by scripts/make-mock-schema from the API's description; change that script, not this file.

extension Schema {
    /// Every message and enum, in the form the script tells.
    static let table = """
        AsyncBatchEmbedContentRequest batch>EmbedContentBatch model:s
        AttributionSourceId groundingPassage>GroundingPassageId semanticRetrieverChunk>SemanticRetrieverChunk
        AudioTranscriptionConfig adaptationPhrases*:s customVocabulary*:s diarization:b languageAuto:v languageCodes*:s languageHints:v
         mode:s sourceText:s wordTimestamp:b
        AutoRoutingMode modelRoutingPreference#GenerationConfig.RoutingConfig.AutoRoutingMode.ModelRoutingPreference
        BatchEmbedContentsRequest model:s requests*>EmbedContentRequest
        BatchEmbedContentsResponse embeddings*>ContentEmbedding usageMetadata>EmbeddingUsageMetadata
        BatchGenerateContentRequest batch>GenerateContentBatch model:s
        BatchStats failedRequestCount:l pendingRequestCount:l requestCount:l successfulRequestCount:l
        Blob data:y displayName:s mimeType:s
        CachedContent contents*>Content createTime:t displayName:s encryptionSpec:v expireTime:t~expiration model:s name:s
         systemInstruction>Content toolConfig>ToolConfig tools*>Tool ttl:u~expiration updateTime:t
         usageMetadata>CachedContentUsageMetadata
        CachedContentUsageMetadata totalTokenCount:i
        CancelOperationRequest name:s
        Candidate avgLogprobs:d citationMetadata>CitationMetadata content>Content finishMessage:s finishReason#Candidate.FinishReason
         groundingAttributions*>GroundingAttribution groundingMetadata>GroundingMetadata index:i logprobsResult>LogprobsResult
         safetyRatings*>SafetyRating score:d tokenCount:i urlContextMetadata>UrlContextMetadata
        Citation endIndex:i license:s publicationDate:v startIndex:i title:s uri:s
        CitationMetadata citationSources*>CitationSource citations*>Citation
        CitationSource endIndex:i license:s startIndex:i uri:s
        CodeExecution
        CodeExecutionResult id:s outcome#CodeExecutionResult.Outcome output:s
        ComputeTokensRequest contents*>Content instances*:v model:s
        ComputeTokensResponse tokensInfo*>TokensInfo
        ComputerUse@Tool.ComputerUse disabledSafetyPolicies*:s enablePromptInjectionDetection:b environment#Tool.ComputerUse.Environment
         excludedPredefinedFunctions*:s
        Content parts*>Part role:s
        ContentEmbedding shape*:i values*:f
        CountTokensRequest contents*>Content generateContentRequest>GenerateContentRequest model:s
        CountTokensResponse cacheTokensDetails*>ModalityTokenCount cachedContentTokenCount:i contentTokens:v
         promptTokensDetails*>ModalityTokenCount systemInstructionsTokens:v totalBillableCharacters:i totalTokens:i
        CreateFileRequest file>File
        CreateFileResponse file>File
        DataStoreSpec dataStore:s filter:s
        DynamicRetrievalConfig dynamicThreshold:f mode#DynamicRetrievalConfig.Mode
        ElasticSearchParams index:s numHits:d searchTemplate:s
        EmbedContentBatch batchStats>EmbedContentBatchStats createTime:t displayName:s endTime:t inputConfig>InputEmbedContentConfig
         model:s name:s output>EmbedContentBatchOutput priority:l state#BatchState updateTime:t webhookConfig:v
        EmbedContentBatchOutput inlinedResponses>InlinedEmbedContentResponses responsesFile:s
        EmbedContentBatchStats failedRequestCount:l pendingRequestCount:l requestCount:l successfulRequestCount:l
        EmbedContentConfig audioTrackExtraction:b autoTruncate:b documentOcr:b outputDimensionality:i taskType#TaskType title:s
        EmbedContentRequest audioTrackExtraction:b autoTruncate:b content>Content documentOcr:b embedContentConfig>EmbedContentConfig
         labels:v mimeType:s model:s outputDimensionality:i taskType#TaskType title:s
        EmbedContentResponse embedding>ContentEmbedding truncated:b usageMetadata>EmbeddingUsageMetadata
        EmbeddingUsageMetadata candidatesTokenCount:i promptTokenCount:i promptTokenDetails*>ModalityTokenCount
         promptTokensDetails*>ModalityTokenCount totalTokenCount:i
        EnterpriseWebSearch blockingConfidence#Tool.PhishBlockThreshold excludeDomains*:s
        ExaAiSearch@Tool.ExaAiSearch apiKey:v customConfigs:v
        ExecutableCode code:s id:s language#ExecutableCode.Language
        ExternalApi apiAuth:v apiSpec:s authConfig:v elasticSearchParams>ElasticSearchParams endpoint:s simpleSearchParams:v
        File createTime:t displayName:s downloadUri:s error>Status expirationTime:t mimeType:s name:s sha256Hash:y sizeBytes:l
         source#File.Source state#File.State updateTime:t uri:s videoMetadata>VideoFileMetadata
        FileData displayName:s fileUri:s mimeType:s
        FileSearch fileSearchStoreNames*:s metadataFilter:s retrievalConfig:v retrievalResources:v topK:i
        FunctionCall args:o id:s name:s partialArgs*>PartialArg willContinue:b
        FunctionCallingConfig allowedFunctionNames*:s mode#FunctionCallingConfig.Mode streamFunctionCallArguments:b
        FunctionDeclaration behavior#FunctionDeclaration.Behavior description:s name:s parameters>Schema parametersJsonSchema:v
         response>Schema responseJsonSchema:v
        FunctionResponse id:s name:s parts*>FunctionResponsePart response:o scheduling#FunctionResponse.Scheduling willContinue:b
        FunctionResponseBlob data:y displayName:s mimeType:s
        FunctionResponseFileData displayName:s fileUri:s mimeType:s
        FunctionResponsePart fileData>FunctionResponseFileData~data inlineData>FunctionResponseBlob~data
         mediaResolution>PartMediaResolution#Part.MediaResolution.Level videoMetadata>VideoMetadata
        GenerateContentBatch batchStats>BatchStats createTime:t displayName:s endTime:t inputConfig>InputConfig model:s name:s
         output>GenerateContentBatchOutput priority:l state#BatchState updateTime:t webhookConfig:v
        GenerateContentBatchOutput inlinedResponses>InlinedResponses responsesFile:s
        GenerateContentRequest cachedContent:s contents*>Content continuationToken:s generationConfig>GenerationConfig labels:v model:s
         modelArmorConfig>ModelArmorConfig outputConfig:v safetySettings*>SafetySetting serviceTier#ServiceTier store:b
         systemInstruction>Content toolConfig>ToolConfig tools*>Tool
        GenerateContentResponse candidates*>Candidate createTime:t modelStatus>ModelStatus modelVersion:s promptFeedback>PromptFeedback
         responseId:s turnToken:s usageMetadata>UsageMetadata
        GenerationConfig _responseJsonSchema=response_json_schema_ordered:v audioTimestamp:b
         audioTranscriptionConfig>AudioTranscriptionConfig candidateCount:i enableAffectiveDialog:b enableEnhancedCivicAnswers:b
         frequencyPenalty:f imageConfig>ImageConfig imageOutputOptions>ImageOutputOptions logprobs:i maxOutputTokens:i
         mediaResolution#GenerationConfig.MediaResolution modelConfig>ModelConfig modelSelectionConfig>ModelConfig presencePenalty:f
         responseFormat*>ResponseFormat responseJsonSchema:v responseLogprobs:b responseMimeType:s
         responseModalities*#GenerationConfig.Modality responseSchema>Schema routingConfig>RoutingConfig seed:i speechConfig>SpeechConfig
         stopSequences*:s temperature:f thinkingConfig>ThinkingConfig topK:i topP:f translationConfig>TranslationConfig
        GoogleAiGenerativelanguageV1betaGroundingSupport confidenceScores*:f groundingChunkIndices*:i renderedParts*:i
         segment>GoogleAiGenerativelanguageV1betaSegment
        GoogleAiGenerativelanguageV1betaSegment endIndex:i partIndex:i startIndex:i text:s
        GoogleMaps authConfig:v enableWidget:b groundingTypes:v
        GoogleSearch@Tool.GoogleSearch blockingConfidence#Tool.PhishBlockThreshold excludeDomains*:s searchTypes>SearchTypes
         timeRangeFilter>Interval
        GoogleSearchRetrieval dynamicRetrievalConfig>DynamicRetrievalConfig
        GroundingAttribution content>Content sourceId>AttributionSourceId
        GroundingChunk image>Image~chunk_type maps>Maps~chunk_type retrievedContext>RetrievedContext~chunk_type web>Web~chunk_type
        GroundingChunkCustomMetadata key:s numericValue:f stringListValue>GroundingChunkStringList stringValue:s
        GroundingChunkStringList values*:s
        GroundingMetadata googleMapsWidgetContextToken:s groundingChunks*>GroundingChunk
         groundingSupports*>GoogleAiGenerativelanguageV1betaGroundingSupport imageSearchQueries*:s retrievalMetadata>RetrievalMetadata
         retrievalQueries*:s searchEntryPoint>SearchEntryPoint sourceFlaggingUris*:v webSearchQueries*:s
        GroundingPassageId partIndex:i passageId:s
        HybridSearch alpha:f
        Image domain:s imageUri:s sourceUri:s title:s
        ImageConfig aspectRatio:s imageOutputOptions>ImageOutputOptions imageSize:s outputCompressionQuality:d outputMimeType:s
         personGeneration:s prominentPeople:s
        ImageOutputOptions compressionQuality:d mimeType:s
        ImageSearch@Tool.GoogleSearch.ImageSearch
        InlinedEmbedContentRequest metadata:o request>EmbedContentRequest
        InlinedEmbedContentRequests requests*>InlinedEmbedContentRequest
        InlinedEmbedContentResponse error>Status metadata:o response>EmbedContentResponse
        InlinedEmbedContentResponses inlinedResponses*>InlinedEmbedContentResponse
        InlinedRequest metadata:o request>GenerateContentRequest
        InlinedRequests requests*>InlinedRequest
        InlinedResponse error>Status metadata:o response>GenerateContentResponse
        InlinedResponses inlinedResponses*>InlinedResponse
        InputConfig fileName:s~source requests>InlinedRequests~source
        InputEmbedContentConfig fileName:s~source requests>InlinedEmbedContentRequests~source
        Interval@/google.type.Interval endTime:t startTime:t
        LatLng@/google.type.LatLng latitude:d longitude:d
        ListCachedContentsResponse cachedContents*>CachedContent nextPageToken:s
        ListFilesResponse files*>File nextPageToken:s
        ListModelsResponse models*>Model nextPageToken:s
        ListOperationsResponse nextPageToken:s operations*>Operation unreachable*:s
        LogprobsResult chosenCandidates*>LogprobsResultCandidate logProbabilitySum:f topCandidates*>TopCandidates
        LogprobsResultCandidate logProbability:f token:s tokenId:i
        ManualRoutingMode modelName:s
        Maps placeAnswerSources>PlaceAnswerSources placeId:s route:v text:s title:s uri:s
        McpServer name:s streamableHttpTransport>StreamableHttpTransport
        ModalityTokenCount modality#Modality tokenCount:i
        Model baseModelId:s description:s displayName:s inputTokenLimit:i maxTemperature:f name:s outputTokenLimit:i
         supportedGenerationMethods*:s temperature:f thinking:b topK:i topP:f version:s
        ModelArmorConfig promptTemplateName:s responseTemplateName:s
        ModelConfig@GenerationConfig.ModelConfig featureSelectionPreference#GenerationConfig.ModelConfig.FeatureSelectionPreference
        ModelStatus message:s modelStage#ModelStage retirementTime:t
        MultiSpeakerVoiceConfig speakerVoiceConfigs*>SpeakerVoiceConfig
        Operation done:b error>Status metadata:v name:s response:v
        ParallelAiSearch@Tool.ParallelAiSearch apiKey:v customConfigs:v enableDataRetention:b enableZeroDataRetention:b
        Part audioMetadata:v audioTranscription:v codeExecutionResult>CodeExecutionResult~data documentMetadata:v
         executableCode>ExecutableCode~data fileData>FileData~data functionCall>FunctionCall~data functionResponse>FunctionResponse~data
         inlineData>Blob~data mediaProcessing:s mediaResolution>PartMediaResolution#Part.MediaResolution.Level partMetadata:o
         speechMetadata:v spreadsheetMetadata:v text:s~data thought:b thoughtSignature:y toolCall>ToolCall~data
         toolResponse>ToolResponse~data videoMetadata>VideoMetadata
        PartMediaResolution@Part.MediaResolution level#Part.MediaResolution.Level numTokens:d
        PartialArg boolValue:b jsonPath:s nullValue:v numberValue:d stringValue:s willContinue:b
        PlaceAnswerSources reviewSnippets*>ReviewSnippet
        PrebuiltVoiceConfig voiceName:s
        PredictRequest endpoint:s instances*:v labels:v model:s parameters:v
        PredictResponse deployedModelId:s metadata:v model:s modelDisplayName:s modelVersionId:s predictions*:v
        PromptFeedback blockReason#GenerateContentResponse.PromptFeedback.BlockReason blockReasonMessage:s safetyRatings*>SafetyRating
        RagFilter metadataFilter:s vectorDistanceThreshold:d vectorSimilarityThreshold:d
        RagRanking llmRanker>ManualRoutingMode rankService>ManualRoutingMode
        RagResource ragCorpus:s ragFileIds*:s
        RagRetrievalConfig filter>RagFilter hybridSearch>HybridSearch ranking>RagRanking topK:d
        RegisterFilesRequest uris*:s
        RegisterFilesResponse files*>File
        ReplicatedVoiceConfig consentAudio:y mimeType:s voiceConsentSignature>VoiceConsentSignature voiceSampleAudio:y
        ResponseFormat audio:v image:v text:v video:v
        Retrieval disableAttribution:b externalApi>ExternalApi vertexAiSearch>VertexAISearch~source vertexRagStore>VertexRagStore~source
        RetrievalConfig languageCode:s latLng>LatLng
        RetrievalMetadata googleSearchDynamicRetrievalScore:f
        RetrievedContext customMetadata*>GroundingChunkCustomMetadata documentName:s fileSearchStore:s ragChunk:v text:s title:s uri:s
        ReviewSnippet googleMapsUri:s reviewId:s title:s
        RoutingConfig@GenerationConfig.RoutingConfig autoMode>AutoRoutingMode~routing_config manualMode>ManualRoutingMode~routing_config
        SafetyRating blocked:b category#HarmCategory overwrittenThreshold:s probability#SafetyRating.HarmProbability probabilityScore:f
         severity#SafetyRating.HarmSeverity severityScore:f
        SafetySetting category#HarmCategory method#SafetySetting.HarmBlockMethod threshold#SafetySetting.HarmBlockThreshold
        Schema additionalProperties:v anyOf*>Schema default:v defs{Schema description:s enum*:s example:v format:s items>Schema maxItems:l
         maxLength:l maxProperties:l maximum:d minItems:l minLength:l minProperties:l minimum:d nullable:b pattern:s properties{Schema
         propertyOrdering*:s ref:s required*:s title:s type#Type
        SearchEntryPoint renderedContent:s sdkBlob:y
        SearchTypes@Tool.GoogleSearch.SearchTypes imageSearch>ImageSearch webSearch>WebSearch
        SemanticRetrieverChunk chunk:s source:s
        SpeakerVoiceConfig speaker:s voiceConfig>VoiceConfig
        SpeechConfig languageCode:s multiSpeakerVoiceConfig>MultiSpeakerVoiceConfig voiceConfig>VoiceConfig
        Status@/google.rpc.Status code:i details*:v message:s
        StreamableHttpTransport headers:v sseReadTimeout:u terminateOnClose:b timeout:u url:s
        ThinkingConfig includeThoughts:b thinkingBudget:i thinkingLevel#ThinkingConfig.ThinkingLevel
        TokensInfo role:s tokenIds*:l tokens*:y
        Tool codeExecution>CodeExecution computerUse>ComputerUse enterpriseWebSearch>EnterpriseWebSearch exaAiSearch>ExaAiSearch
         fileSearch>FileSearch functionDeclarations*>FunctionDeclaration googleMaps>GoogleMaps googleSearch>GoogleSearch
         googleSearchRetrieval>GoogleSearchRetrieval mcpServers*>McpServer parallelAiSearch>ParallelAiSearch retrieval>Retrieval
         urlContext>UrlContext
        ToolCall args:o id:s toolType#ToolType
        ToolConfig functionCallingConfig>FunctionCallingConfig includeServerSideToolInvocations:b retrievalConfig>RetrievalConfig
        ToolResponse id:s response:o toolType#ToolType
        TopCandidates candidates*>LogprobsResultCandidate
        TranslationConfig echoTargetLanguage:b targetLanguageCode:s
        UrlContext
        UrlContextMetadata urlMetadata*>UrlMetadata
        UrlMetadata retrievedUrl:s urlRetrievalStatus#UrlMetadata.UrlRetrievalStatus
        UsageMetadata billablePromptUsage:v cacheTokensDetails*>ModalityTokenCount cachedContentTokenCount:i candidatesTokenCount:i
         candidatesTokensDetails*>ModalityTokenCount promptTokenCount:i promptTokensDetails*>ModalityTokenCount serviceTier#ServiceTier
         thoughtsTokenCount:i toolUsePromptTokenCount:i toolUsePromptTokensDetails*>ModalityTokenCount totalTokenCount:i
         trafficType#UsageMetadata.TrafficType
        VertexAISearch dataStoreSpecs*>DataStoreSpec datastore:s engine:s filter:s maxResults:d
        VertexCountTokensRequest@CountTokensRequest contents*>Content generationConfig>GenerationConfig instances*:v model:s
         systemInstruction>Content tools*>Tool
        VertexRagStore ragCorpora*:s ragResources*>RagResource ragRetrievalConfig>RagRetrievalConfig similarityTopK:d storeContext:b
         vectorDistanceThreshold:d
        VideoFileMetadata videoDuration:u
        VideoMetadata contentLayers*:s endOffset:u fps:d startOffset:u
        VoiceConfig prebuiltVoiceConfig>PrebuiltVoiceConfig~voice_config replicatedVoiceConfig>ReplicatedVoiceConfig~voice_config voice:s
        VoiceConsentSignature signature:s
        Web domain:s title:s uri:s
        WebSearch@Tool.GoogleSearch.WebSearch
        #BatchState BATCH_STATE_UNSPECIFIED BATCH_STATE_PENDING BATCH_STATE_RUNNING BATCH_STATE_SUCCEEDED BATCH_STATE_FAILED
         BATCH_STATE_CANCELLED BATCH_STATE_EXPIRED
        #Candidate.FinishReason FINISH_REASON_UNSPECIFIED STOP MAX_TOKENS SAFETY RECITATION LANGUAGE=6/- OTHER=5 BLOCKLIST=7/6
         PROHIBITED_CONTENT/7 SPII/8 MALFORMED_FUNCTION_CALL/9 IMAGE_SAFETY IMAGE_PROHIBITED_CONTENT=14/12 IMAGE_OTHER/14 NO_IMAGE
         IMAGE_RECITATION/13 UNEXPECTED_TOOL_CALL=12/15 TOO_MANY_TOOL_CALLS/- MISSING_THOUGHT_SIGNATURE=18/- MALFORMED_RESPONSE/-
         MODEL_ARMOR=-/10
        #CodeExecutionResult.Outcome OUTCOME_UNSPECIFIED OUTCOME_OK OUTCOME_FAILED OUTCOME_DEADLINE_EXCEEDED
        #DynamicRetrievalConfig.Mode MODE_UNSPECIFIED MODE_DYNAMIC
        #ExecutableCode.Language LANGUAGE_UNSPECIFIED PYTHON
        #File.Source SOURCE_UNSPECIFIED UPLOADED GENERATED REGISTERED
        #File.State STATE_UNSPECIFIED PROCESSING ACTIVE FAILED=10
        #FunctionCallingConfig.Mode MODE_UNSPECIFIED AUTO ANY NONE VALIDATED/5
        #FunctionDeclaration.Behavior UNSPECIFIED BLOCKING NON_BLOCKING
        #FunctionResponse.Scheduling SCHEDULING_UNSPECIFIED SILENT WHEN_IDLE INTERRUPT
        #GenerateContentResponse.PromptFeedback.BlockReason BLOCK_REASON_UNSPECIFIED SAFETY OTHER BLOCKLIST PROHIBITED_CONTENT
         IMAGE_SAFETY/6 MODEL_ARMOR=-/5 JAILBREAK=-/7
        #GenerationConfig.MediaResolution MEDIA_RESOLUTION_UNSPECIFIED MEDIA_RESOLUTION_LOW MEDIA_RESOLUTION_MEDIUM MEDIA_RESOLUTION_HIGH
         MEDIA_RESOLUTION_ULTRA_HIGH
        #GenerationConfig.Modality MODALITY_UNSPECIFIED TEXT IMAGE AUDIO VIDEO
        #GenerationConfig.ModelConfig.FeatureSelectionPreference FEATURE_SELECTION_PREFERENCE_UNSPECIFIED PRIORITIZE_QUALITY BALANCED
         PRIORITIZE_COST
        #GenerationConfig.RoutingConfig.AutoRoutingMode.ModelRoutingPreference UNKNOWN PRIORITIZE_QUALITY BALANCED PRIORITIZE_COST
        #HarmCategory HARM_CATEGORY_UNSPECIFIED HARM_CATEGORY_DEROGATORY/- HARM_CATEGORY_TOXICITY/- HARM_CATEGORY_VIOLENCE/-
         HARM_CATEGORY_SEXUAL/- HARM_CATEGORY_MEDICAL/- HARM_CATEGORY_DANGEROUS/- HARM_CATEGORY_HARASSMENT/3 HARM_CATEGORY_HATE_SPEECH/1
         HARM_CATEGORY_SEXUALLY_EXPLICIT/4 HARM_CATEGORY_DANGEROUS_CONTENT/2 HARM_CATEGORY_CIVIC_INTEGRITY/5 HARM_CATEGORY_JAILBREAK=-/6
         HARM_CATEGORY_IMAGE_HATE=-/7 HARM_CATEGORY_IMAGE_DANGEROUS_CONTENT=-/8 HARM_CATEGORY_IMAGE_HARASSMENT=-/9
         HARM_CATEGORY_IMAGE_SEXUALLY_EXPLICIT=-/10
        #Modality MODALITY_UNSPECIFIED TEXT IMAGE VIDEO AUDIO DOCUMENT
        #ModelStage MODEL_STAGE_UNSPECIFIED UNSTABLE_EXPERIMENTAL EXPERIMENTAL PREVIEW STABLE LEGACY DEPRECATED RETIRED
        #Part.MediaResolution.Level MEDIA_RESOLUTION_UNSPECIFIED MEDIA_RESOLUTION_LOW MEDIA_RESOLUTION_MEDIUM MEDIA_RESOLUTION_HIGH
         MEDIA_RESOLUTION_ULTRA_HIGH
        #SafetyRating.HarmProbability HARM_PROBABILITY_UNSPECIFIED NEGLIGIBLE LOW MEDIUM HIGH
        #SafetyRating.HarmSeverity HARM_SEVERITY_UNSPECIFIED HARM_SEVERITY_NEGLIGIBLE HARM_SEVERITY_LOW HARM_SEVERITY_MEDIUM
         HARM_SEVERITY_HIGH
        #SafetySetting.HarmBlockMethod HARM_BLOCK_METHOD_UNSPECIFIED SEVERITY PROBABILITY
        #SafetySetting.HarmBlockThreshold HARM_BLOCK_THRESHOLD_UNSPECIFIED BLOCK_LOW_AND_ABOVE BLOCK_MEDIUM_AND_ABOVE BLOCK_ONLY_HIGH
         BLOCK_NONE OFF
        #ServiceTier unspecified standard flex priority
        #TaskType TASK_TYPE_UNSPECIFIED/- RETRIEVAL_QUERY/2 RETRIEVAL_DOCUMENT/3 SEMANTIC_SIMILARITY/4 CLASSIFICATION/5 CLUSTERING/6
         QUESTION_ANSWERING/7 FACT_VERIFICATION/8 CODE_RETRIEVAL_QUERY/9 UNSPECIFIED=-/0
        #ThinkingConfig.ThinkingLevel THINKING_LEVEL_UNSPECIFIED MINIMAL LOW MEDIUM HIGH
        #Tool.ComputerUse.Environment ENVIRONMENT_UNSPECIFIED ENVIRONMENT_BROWSER ENVIRONMENT_MOBILE ENVIRONMENT_DESKTOP
        #Tool.PhishBlockThreshold PHISH_BLOCK_THRESHOLD_UNSPECIFIED BLOCK_LOW_AND_ABOVE=30 BLOCK_MEDIUM_AND_ABOVE=40
         BLOCK_HIGH_AND_ABOVE=50 BLOCK_HIGHER_AND_ABOVE=55 BLOCK_VERY_HIGH_AND_ABOVE=60 BLOCK_ONLY_EXTREMELY_HIGH=100
        #ToolType TOOL_TYPE_UNSPECIFIED GOOGLE_SEARCH_WEB GOOGLE_SEARCH_IMAGE URL_CONTEXT GOOGLE_MAPS FILE_SEARCH
        #Type TYPE_UNSPECIFIED STRING NUMBER INTEGER BOOLEAN ARRAY OBJECT NULL
        #UrlMetadata.UrlRetrievalStatus URL_RETRIEVAL_STATUS_UNSPECIFIED URL_RETRIEVAL_STATUS_SUCCESS URL_RETRIEVAL_STATUS_ERROR
         URL_RETRIEVAL_STATUS_PAYWALL URL_RETRIEVAL_STATUS_UNSAFE
        #UsageMetadata.TrafficType TRAFFIC_TYPE_UNSPECIFIED ON_DEMAND PROVISIONED_THROUGHPUT ON_DEMAND_PRIORITY ON_DEMAND_FLEX
        """
}
