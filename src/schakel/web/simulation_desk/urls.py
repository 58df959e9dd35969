"""Addresses of the simulation desk, below /n/<network>/simulation/."""

from django.urls import path

from schakel.web.simulation_desk import front, model_views, register_views, result_views, run_views, scenario_views

urlpatterns = [
    path("", front.front, name="simulation"),
    path("models/new", model_views.new_model, name="simulation_new_model"),
    path("models/sheet.xlsx", model_views.sheet, name="simulation_sheet"),
    path("models/<slug:name>", model_views.model, name="simulation_model"),
    path("models/<slug:model>/scenario", scenario_views.new_scenario, name="simulation_new_scenario"),
    path("scenarios/<slug:name>", scenario_views.scenario, name="simulation_scenario"),
    path("run", run_views.run, name="simulation_run"),
    path("results/<int:number>", result_views.result, name="simulation_result"),
    path("results/<int:number>/report", result_views.report, name="simulation_report"),
    path("results/<int:number>/numbers.json", result_views.numbers, name="simulation_numbers"),
    path("results/<int:number>/register", register_views.register, name="simulation_register"),
    path("results/<int:number>/register.json", register_views.register_data, name="simulation_register_data"),
    path("results/<int:number>/share", result_views.share, name="simulation_share"),
    path("results/<int:number>/withdraw", result_views.withdraw, name="simulation_withdraw"),
]
