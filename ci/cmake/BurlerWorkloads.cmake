# Instrumented builds of the bundled programs and of their mutants. Objects are compiled once with
# -fsanitize=thread; a mutant compiles only the files its change reaches and links the clean program's other objects.
#
# Programs appear as workloads/PROGRAM/NAME/PROGRAM-ENGINE in the build tree, with NAME "clean" for the program itself.

add_library(burler_instrumented INTERFACE) # a target, because mutants are added from another directory's scope
target_compile_options(burler_instrumented INTERFACE -fsanitize=thread -O1 -g -fno-omit-frame-pointer)
target_include_directories(burler_instrumented INTERFACE ${PROJECT_SOURCE_DIR}/lib)

# burler_workload(PROGRAM SOURCES files...): the object library PROGRAM_instrumented. Main reads default text from docs.
function(burler_workload program)
  cmake_parse_arguments(ARG "" "" "SOURCES" ${ARGN})
  add_library(${program}_instrumented OBJECT ${ARG_SOURCES})
  target_link_libraries(${program}_instrumented PRIVATE burler_instrumented)
endfunction()

# burler_mutant(PROGRAM NAME): reads the plan of a materialised mutant and adds the object library
# PROGRAM_NAME_changed; sets MUTANT_OBJECTS in the caller to everything to link.
function(burler_mutant program name folder)
  include(${folder}/plan.cmake)
  set(changed ${program}_${name}_changed)
  add_library(${changed} OBJECT ${MUTANT_RECOMPILE})
  target_include_directories(${changed} BEFORE PRIVATE ${folder}/overlay)
  target_link_libraries(${changed} PRIVATE burler_instrumented)
  target_compile_definitions(${changed} PRIVATE BURLER_DEFAULT_TEXT="${PROJECT_SOURCE_DIR}/docs")
  set(names)
  foreach(source IN LISTS MUTANT_KEEP)
    cmake_path(GET source FILENAME file)
    string(REPLACE "." "\\." file "${file}")
    list(APPEND names "${file}")
  endforeach()
  list(APPEND names "[a-z]+_table\\.cpp") # generated from the names of files, which no mutant changes
  list(JOIN names "|" pattern)
  set(MUTANT_OBJECTS $<TARGET_OBJECTS:${changed}>
    "$<FILTER:$<TARGET_OBJECTS:${program}_instrumented>,INCLUDE,/(${pattern})\\.o$>" PARENT_SCOPE)
endfunction()

# burler_link_engines(PROGRAM NAME OBJECTS...): links the objects once for each engine that this build has, with the
# compiler wrapper that users call. Adds the outputs to the global property BURLER_WORKLOAD_PROGRAMS.
function(burler_link_engines program name)
  foreach(engine explore tsan)
    if(NOT TARGET burler_${engine} OR NOT TARGET burler-cxx)
      continue()
    endif()
    set(output ${PROJECT_BINARY_DIR}/workloads/${program}/${name}/${program}-${engine})
    add_custom_command(OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -E env BURLER_CXX=${CMAKE_CXX_COMPILER} BURLER_LIB_DIR=$<TARGET_FILE_DIR:burler_${engine}>
              $<TARGET_FILE:burler-cxx> --burler-engine=${engine} ${ARGN} -o ${output}
      DEPENDS ${ARGN} burler-cxx burler_${engine} $<TARGET_FILE:burler_${engine}>
      COMMAND_EXPAND_LISTS VERBATIM COMMENT "Linking workload ${program}/${name} for ${engine}")
    set_property(GLOBAL APPEND PROPERTY BURLER_WORKLOAD_PROGRAMS ${output})
  endforeach()
endfunction()
