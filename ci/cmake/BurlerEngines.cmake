# The targets a project under test links: burler::explore and burler::tsan. Included by this build and, installed beside
# burlerConfig.cmake, by find_package(burler CONFIG). lib/compile/build_plan.cpp says the same for the compiler wrapper.
#
#   target_link_libraries(my_test PRIVATE burler::explore)   # or burler::tsan; in burler_ENGINE a project may keep the choice
#
# All code of the program should be compiled with -fsanitize=thread; libraries take it from the target as a usage
# requirement (PUBLIC or PRIVATE), or globally by add_compile_options.

# burler_engine_targets(EXPLORE_ARCHIVE TSAN_ARCHIVE): paths or generator expressions of the two archives.
function(burler_engine_targets explore_archive tsan_archive)
  set(headers ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../../include) # installed beside lib/cmake/burler
  if(NOT EXISTS ${headers}/burler/check.h)
    set(headers ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../include) # in the source tree
  endif()
  set(exports)
  foreach(pattern __tsan_* pthread_* sem_* syscall)
    list(APPEND exports "LINKER:--export-dynamic-symbol=${pattern}")
  endforeach()
  set(wraps)
  foreach(size 8 16 32 64)
    foreach(operation load store exchange fetch_add fetch_sub compare_exchange_strong compare_exchange_weak compare_exchange_val)
      list(APPEND wraps "LINKER:--wrap=__tsan_atomic${size}_${operation}")
    endforeach()
  endforeach()
  foreach(engine explore tsan)
    add_library(burler_engine_${engine} INTERFACE)
    add_library(burler::${engine} ALIAS burler_engine_${engine})
    target_compile_options(burler_engine_${engine} INTERFACE -fsanitize=thread -g -fno-omit-frame-pointer)
    target_link_options(burler_engine_${engine} INTERFACE ${exports}
      "LINKER:--whole-archive" "${${engine}_archive}" "LINKER:--no-whole-archive")
    target_include_directories(burler_engine_${engine} INTERFACE ${headers})
    target_link_libraries(burler_engine_${engine} INTERFACE stdc++ m pthread ${CMAKE_DL_LIBS})
  endforeach()
  target_link_options(burler_engine_tsan INTERFACE -fsanitize=thread ${wraps})
  foreach(name memcpy memmove memset _ZNSt3__119__shared_weak_count14__release_weakEv)
    target_link_options(burler_engine_explore INTERFACE "LINKER:--wrap=${name}")
  endforeach()
  # burler::gtest_main, instead of GTest::gtest_main: main() with --burler_schedules=N.
  set(main ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../../share/burler/gtest_main.cpp)
  set(stress ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../../bin/burler-stress)
  if(NOT EXISTS ${main})
    set(main ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../lib/gtest/gtest_main.cpp)
    set(stress $<TARGET_FILE:burler-stress>)
  endif()
  add_library(burler_gtest_main INTERFACE)
  add_library(burler::gtest_main ALIAS burler_gtest_main)
  target_sources(burler_gtest_main INTERFACE ${main})
  target_compile_definitions(burler_gtest_main INTERFACE BURLER_STRESS_PROGRAM="${stress}")
  target_link_libraries(burler_gtest_main INTERFACE burler::explore GTest::gtest)
endfunction()

# burler_discover_tests(TARGET [SCHEDULES N] [RECORDED FOLDER]): each GoogleTest test of TARGET (linked with
# burler::gtest_main) becomes a CTest test NAME.explored that runs it under N schedules (default 500). Each recorded schedule
# in FOLDER (*.schedule.json) becomes a test TARGET.recorded.NAME that fails while the recorded defect shows, and is skipped
# when the program no longer does what was recorded.
function(burler_discover_tests target)
  cmake_parse_arguments(ARG "" "SCHEDULES;RECORDED" "" ${ARGN})
  if(NOT ARG_SCHEDULES)
    set(ARG_SCHEDULES 500)
  endif()
  include(GoogleTest)
  gtest_discover_tests(${target} TEST_SUFFIX .explored EXTRA_ARGS --burler_schedules=${ARG_SCHEDULES})
  if(ARG_RECORDED)
    cmake_path(ABSOLUTE_PATH ARG_RECORDED BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    file(GLOB recordings CONFIGURE_DEPENDS ${ARG_RECORDED}/*.schedule.json)
    foreach(recording IN LISTS recordings)
      cmake_path(GET recording FILENAME name)
      string(REPLACE ".schedule.json" "" name ${name})
      add_test(NAME ${target}.recorded.${name} COMMAND ${target} --burler_replay=${recording})
      set_tests_properties(${target}.recorded.${name} PROPERTIES SKIP_REGULAR_EXPRESSION "diverged, the program has changed")
    endforeach()
  endif()
endfunction()
